import type { Location } from '../model.ts'

/** Line and column, both from 1, of an offset in `text`. */
export function position(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', start)) {
    line += 1
    start = at + 1
  }
  return { line, column: offset - start + 1 }
}

/**
 * The lines around a place, that one marked.
 *
 * @example
 * '  1 | const a = {\n> 2 |   b: 1\n    |   ^'
 */
export function codeFrame(text: string, { line, column }: Pick<Location, 'line' | 'column'>): string {
  const lines = text.split(/\r?\n/)
  const first = Math.max(1, line - 2)
  const last = Math.min(lines.length, line + 2)
  const width = String(last).length
  const frame: string[] = []
  for (let number = first; number <= last; number += 1) {
    frame.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${lines[number - 1]}`.trimEnd())
    if (number === line && column) frame.push(`  ${' '.repeat(width)} | ${' '.repeat(column - 1)}^`)
  }
  return frame.join('\n')
}

/** `text` with the ranges turned into spaces: what stays keeps its line and column. */
export function blank(text: string, ranges: readonly { start: number; end: number }[]): string {
  let result = ''
  let at = 0
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue
    result += text.slice(at, Math.max(at, start))
    result += text.slice(Math.max(at, start), end).replace(/[^\r\n]/g, ' ')
    at = end
  }
  return result + text.slice(at)
}
