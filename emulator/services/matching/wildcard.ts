/** `*` is any text; a backslash makes `\*` and `\\` themselves. */
export function wildcardExpression(pattern: string): RegExp {
  const source = pattern.replace(/\\([*\\])|\*|[.+?^${}()|[\]\\]/g, (found, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`
    return found === '*' ? '.*' : `\\${found}`
  })
  return new RegExp(`^${source}$`, 's')
}
