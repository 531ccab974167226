import { useEffect, useMemo, useRef } from 'react'
import type { StepSource } from '../../../cli/dev/protocol.ts'
import { highlight } from './highlight.ts'

interface SourceProps {
  readonly source: StepSource
  /** Line to mark and to bring into sight, from 1. */
  readonly line?: number | undefined
  /** Marks the line as the place of an error. */
  readonly error?: boolean
  /** Lines before and after `line` to show; all when absent. */
  readonly around?: number
}

/** A file with line numbers, which a selection does not copy. */
export function Source({ source, line, error = false, around }: SourceProps) {
  const lines = useMemo(() => highlight(source.text.replace(/\n$/, ''), source.language), [source])
  const marked = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (around === undefined && line !== undefined) marked.current?.scrollIntoView({ block: 'center' })
  }, [line, around])
  const first = around !== undefined && line !== undefined ? Math.max(1, line - around) : 1
  const last = around !== undefined && line !== undefined ? Math.min(lines.length, line + around) : lines.length
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="source mono" tabIndex={0} aria-label={source.file}>
      <div className="source-lines">
        {lines.slice(first - 1, last).map((pieces, index) => {
          const number = first + index
          const here = number === line
          return (
            <div
              key={number}
              ref={here ? marked : undefined}
              className={here ? `source-line ${error ? 'is-error' : 'is-marked'}` : 'source-line'}
            >
              <span className="source-number" data-number={number} />
              <span>
                {pieces.map((piece, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line never move
                  <span key={at} className={piece.kind && `code-${piece.kind}`}>
                    {piece.text}
                  </span>
                ))}
                {'\n'}
              </span>
            </div>
          )
        })}
      </div>
    </section>
  )
}
