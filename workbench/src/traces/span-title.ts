import type { Span } from '../../../cli/dev/protocol.ts'

/** What a span is called on the screen: a wait by its topic and who waits, for a queue's name is a machine's. */
export function titleOf(span: Span): string {
  if (span.kind !== 'queue') return span.name
  const topic = span.attributes['topic']
  if (topic === undefined) return span.step ?? span.name
  return span.step === undefined ? String(topic) : `${topic} → ${span.step}`
}
