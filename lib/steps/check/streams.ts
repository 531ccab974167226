import type { Finding, Step, StreamDefinition } from '../model.ts'
import { nearest } from '../normalise/keys.ts'

/** Two streams of one name, and Steps that use a stream which is no file; the latter only when all files were read. */
export function streamFindings(
  steps: readonly Step[],
  streams: readonly StreamDefinition[],
  whole: boolean,
): readonly Finding[] {
  const known = new Map<string, StreamDefinition>()
  const findings: Finding[] = []
  for (const stream of streams) {
    const other = known.get(stream.name)
    if (!other) known.set(stream.name, stream)
    else {
      const message = `two streams are named '${stream.name}': the other is ${other.file}:${other.location.line}; rename one of them`
      findings.push({ severity: 'error', rule: 'duplicate-stream', message, location: stream.location })
    }
  }
  if (!whole) return findings
  const names = [...known.keys()]
  const without = names.length > 0 ? 'without it no client can join' : 'its calls fail without it'
  for (const step of steps) {
    for (const { stream } of step.streams) {
      if (stream === '*' || known.has(stream)) continue
      const near = nearest(stream, names)
      const remedy = near ? `did you mean '${near}'?` : `add a file ${stream}.stream.ts, ${without}`
      const message = `'${step.name}' uses the stream '${stream}', which no stream file defines: ${remedy}`
      findings.push({ severity: 'warning', rule: 'unknown-stream', message, location: step.location, step: step.name })
    }
  }
  return findings
}
