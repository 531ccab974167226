import type { Span } from '../../../cli/dev/protocol.ts'
import { useSource } from '../api/index.ts'
import { CopyButton, Source, StackTrace } from '../parts/index.ts'

interface ErrorPlaceProps {
  readonly error: NonNullable<Span['error']>
  readonly step: string | undefined
  readonly stack: readonly string[]
}

/** What was thrown, the line that threw it when it is in the Step's file, and the stack. */
export function ErrorPlace({ error, step, stack }: ErrorPlaceProps) {
  const first = `${error.type}: ${error.message}`
  const text = stack[0] === first ? stack.join('\n') : [first, ...stack].join('\n')
  return (
    <section className="section">
      <p className="line">
        <strong className="bad grow">{error.type}</strong>
        <CopyButton text={text} label="Copy error and stack" />
      </p>
      <p className="error-message">{error.message}</p>
      {step && <Excerpt step={step} stack={stack} />}
      {stack.length > 0 && <StackTrace frames={stack} />}
    </section>
  )
}

function Excerpt({ step, stack }: { step: string; stack: readonly string[] }) {
  const { data: source } = useSource(step)
  const line = source && lineIn(stack, source.file)
  if (!source || line === undefined) return null
  return (
    <div className="excerpt">
      <p className="quiet mono">
        {source.file}:{line}
      </p>
      <Source source={source} line={line} error around={3} />
    </div>
  )
}

/** The first line of a file that a stack names, in Node's form (`file.ts:17:21`) or Python's (`File "file.py", line 17`). */
export function lineIn(stack: readonly string[], file: string): number | undefined {
  const place = file.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`${place}(?::(\\d+)|", line (\\d+))`)
  for (const frame of stack) {
    const match = pattern.exec(frame)
    if (match) return Number(match[1] ?? match[2])
  }
  return undefined
}
