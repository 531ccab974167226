import { headerWithin, parseTraceHeader, type TraceHeader } from './header.ts'

/**
 * The trace that the handling of a message belongs to: the invocation's, which Lambda links to the producer's, or with
 * `MOTIA_TRACING=continuous` the producer's own.
 *
 * Continuous tracing relies on behaviour that AWS does not document: that the daemon of Lambda takes whole segments, and
 * those of another trace than the invocation's. The lineage stays the invocation's, for Lambda counts in it.
 *
 * @param producer the `X-Amzn-Trace-Id` in force when the message was emitted
 */
export function messageTrace(
  producer: string | undefined,
  invocation: TraceHeader | undefined,
): TraceHeader | undefined {
  if (process.env['MOTIA_TRACING'] !== 'continuous') return invocation
  const header = parseTraceHeader(producer)
  if (!header?.parent) return invocation
  const continued = { ...header, lineage: invocation?.lineage, continued: true }
  return { ...continued, text: headerWithin(continued, header.parent) }
}
