import { useMemo } from 'react'
import { json } from '../format/index.ts'
import { diffLines } from './diff.ts'

/** Longer values are shown as they are: a comparison of thousands of lines would stall the page. */
const comparable = 2000

/** What a write changed, line by line; nothing before means it was new, nothing after that it was deleted. */
export function JsonDiff({ before, after }: { before: unknown; after: unknown }) {
  const lines = useMemo(() => {
    const old = linesOf(before)
    const now = linesOf(after)
    if (old.length > comparable || now.length > comparable) return now.map((text) => ({ kind: 'added' as const, text }))
    return diffLines(old, now)
  }, [before, after])
  const marks = { same: ' ', added: '+', removed: '−' }
  return (
    <div className="diff mono">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one comparison never move
        <div key={index} className={`diff-line is-${line.kind}`}>
          <span className="diff-mark">{marks[line.kind]}</span>
          {line.text}
        </div>
      ))}
    </div>
  )
}

function linesOf(value: unknown): readonly string[] {
  return value === undefined || value === null ? [] : json(value).split('\n')
}
