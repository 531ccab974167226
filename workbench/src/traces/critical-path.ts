import type { Span } from '../../../cli/dev/protocol.ts'
import type { SpanTree } from './tree.ts'

/**
 * The spans that made the trace as long as it is: from the end backwards, always the one that finished last before
 * what followed it began. Messages outlive the handler that sent them, so a span ends here with all that it caused.
 */
export function criticalPath(tree: SpanTree, now: number): ReadonlySet<string> {
  const ends = new Map<string, number>()
  const endOf = (span: Span): number => {
    const held = ends.get(span.id)
    if (held !== undefined) return held
    const end = Math.max(span.end ?? now, ...(tree.children.get(span.id) ?? []).map(endOf))
    ends.set(span.id, end)
    return end
  }
  const path = new Set<string>()
  const walk = (spans: readonly Span[], until: number) => {
    let cursor = until
    for (const span of [...spans].sort((a, b) => endOf(b) - endOf(a))) {
      if (endOf(span) > cursor || path.has(span.id)) continue
      path.add(span.id)
      walk(tree.children.get(span.id) ?? [], endOf(span))
      cursor = span.start
    }
  }
  const last = [...tree.roots].sort((a, b) => endOf(b) - endOf(a))[0]
  if (last) walk([last], endOf(last))
  return path
}
