export interface Token {
  readonly text: string
  readonly kind?: 'keyword' | 'string' | 'number' | 'comment'
}

const script =
  'as async await break case catch class const continue default do else export extends false finally for from function if import in instanceof interface let new null of return satisfies static switch this throw true try type typeof undefined var void while yield readonly'
const python =
  'and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield match case'

const keywords = { script: new Set(script.split(' ')), python: new Set(python.split(' ')) }

const tokens = {
  script:
    /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|(?<number>\b\d[\d_]*(?:\.\d+)?\b)|(?<word>[A-Za-z_$][\w$]*)/g,
  python:
    /(?<comment>#[^\n]*)|(?<string>[rbfu]{0,2}"""[\s\S]*?"""|[rbfu]{0,2}'''[\s\S]*?'''|[rbfu]{0,2}'(?:\\.|[^'\\\n])*'|[rbfu]{0,2}"(?:\\.|[^"\\\n])*")|(?<number>\b\d[\d_]*(?:\.\d+)?\b)|(?<word>[A-Za-z_]\w*)/g,
}

/** Source text as lines of coloured pieces: good enough to read, not a parser. */
export function highlight(text: string, language: 'typescript' | 'javascript' | 'python'): readonly Token[][] {
  const grammar = language === 'python' ? 'python' : 'script'
  const lines: Token[][] = [[]]
  const add = (piece: string, kind?: Token['kind']) => {
    piece.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([])
      if (part) lines.at(-1)?.push(kind ? { text: part, kind } : { text: part })
    })
  }
  let end = 0
  for (const match of text.matchAll(tokens[grammar])) {
    add(text.slice(end, match.index))
    add(match[0], kindOf(match.groups ?? {}, keywords[grammar]))
    end = match.index + match[0].length
  }
  add(text.slice(end))
  return lines
}

function kindOf(groups: Record<string, string | undefined>, known: ReadonlySet<string>): Token['kind'] {
  if (groups['comment'] !== undefined) return 'comment'
  if (groups['string'] !== undefined) return 'string'
  if (groups['number'] !== undefined) return 'number'
  return known.has(groups['word'] ?? '') ? 'keyword' : undefined
}
