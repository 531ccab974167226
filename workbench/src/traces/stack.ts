import type { LogLine, Span } from '../../../cli/dev/protocol.ts'

/**
 * The stack of a span's error. A subsegment that had no room for it has none, but the runtime logs what a handler threw:
 * of the lines of that Step with that message, the one nearest to the end of the span.
 */
export function stackOf(span: Span, logs: readonly LogLine[]): readonly string[] {
  if (!span.error) return []
  if (span.error.stack && span.error.stack.length > 0) return span.error.stack
  const distance = (line: LogLine) => Math.abs(line.time - (span.end ?? span.start))
  const told = logs
    .filter((line) => line.step === span.step && line.fields['errorMessage'] === span.error?.message)
    .sort((a, b) => distance(a) - distance(b))
  const stack = told[0]?.fields['stackTrace']
  return Array.isArray(stack) ? stack.map(String) : []
}
