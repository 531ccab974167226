import type { LogLine, Span } from '../../../cli/dev/protocol.ts'

/** Which span wrote each line: the shortest run of that Step around the line's time, of the same request where that is known. */
export function logsBySpan(spans: readonly Span[], logs: readonly LogLine[]): ReadonlyMap<string, readonly LogLine[]> {
  const runs = spans
    .filter((span) => span.kind === 'handler' || span.kind === 'invocation')
    .sort((a, b) => lengthOf(a) - lengthOf(b))
  const owner = (line: LogLine) => {
    const own = runs.filter((span) => span.step === line.step)
    const around = own.filter((span) => line.time >= span.start - 2 && line.time <= (span.end ?? Infinity) + 2)
    const sameRequest = own.filter((span) => span.attributes['requestId'] === line.requestId)
    return (around[0] ?? sameRequest[0] ?? own[0])?.id ?? ''
  }
  return Map.groupBy(logs, owner)
}

const lengthOf = (span: Span) => (span.end ?? Infinity) - span.start
