const compiled = new Map<string, RegExp>()

/**
 * True when `text` fits `pattern`, where `*` is any text and `?` any one character.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesWildcard(
  pattern: string,
  text: string,
  options: { readonly ignoreCase?: boolean } = {},
): boolean {
  if (pattern === '*') return true
  const key = (options.ignoreCase ? 'i' : '-') + pattern
  let expression = compiled.get(key)
  if (expression === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')
    expression = new RegExp(`^${source}$`, options.ignoreCase ? 'is' : 's')
    compiled.set(key, expression)
  }
  return expression.test(text)
}
