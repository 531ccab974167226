/**
 * Tells paths that match a glob: `*` and `?` within a name, `**` over folders, `{a,b}`, `[a-z]`. Node's own
 * `path.matchesGlob` is not in Node 20.
 */
export function matcher(glob: string): (path: string) => boolean {
  const expression = new RegExp(`^${source(glob)}$`)
  return (path) => expression.test(path)
}

function source(glob: string): string {
  let result = ''
  let depth = 0
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at]!
    if (glob.startsWith('**/', at)) {
      result += '(?:[^/]+/)*'
      at += 2
    } else if (glob.startsWith('**', at)) {
      result += '.*'
      at += 1
    } else if (character === '*') result += '[^/]*'
    else if (character === '?') result += '[^/]'
    else if (character === '[' && glob.indexOf(']', at) > 0) {
      const end = glob.indexOf(']', at)
      result += `[${glob
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\')}]`
      at = end
    } else if (character === '{') {
      depth++
      result += '(?:'
    } else if (character === '}' && depth > 0) {
      depth--
      result += ')'
    } else if (character === ',' && depth > 0) result += '|'
    else result += character.replace(/[\\^$.|+()[\]{}]/, '\\$&')
  }
  return result + ')'.repeat(depth)
}
