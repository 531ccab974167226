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

interface Range {
  readonly start: number
  readonly end: number
}

/** `text` with the ranges turned into spaces: what stays keeps its line and column. */
export function blank(text: string, ranges: readonly Range[]): string {
  return replaced(text, ranges, (gap) => gap.replace(/[^\r\n]/g, ' '))
}

/** `text` with the ranges taken out. */
export function without(text: string, ranges: readonly Range[]): string {
  return replaced(text, ranges, () => '')
}

function replaced(text: string, ranges: readonly Range[], replace: (gap: string) => string): string {
  const parts: string[] = []
  let at = 0
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue
    const from = Math.max(at, start)
    parts.push(text.slice(at, from), replace(text.slice(from, end)))
    at = end
  }
  return parts.join('') + text.slice(at)
}
