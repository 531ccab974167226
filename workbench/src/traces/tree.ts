import type { Span } from '../../../cli/dev/protocol.ts'

export interface Row {
  readonly span: Span
  readonly depth: number
  readonly children: number
  readonly folded: boolean
  /** Which try this is, from 2; undefined for a first one. */
  readonly retry: number | undefined
}

export interface SpanTree {
  readonly roots: readonly Span[]
  readonly children: ReadonlyMap<string, readonly Span[]>
}

/** Spans by cause: each below its parent, in the order of their start. One whose parent is unknown is a root. */
export function treeOf(spans: readonly Span[]): SpanTree {
  const known = new Set(spans.map((span) => span.id))
  const sorted = [...spans].sort((a, b) => a.start - b.start)
  const parentOf = (span: Span) =>
    span.parentId !== undefined && span.parentId !== span.id && known.has(span.parentId) ? span.parentId : ''
  const children = Map.groupBy(sorted, parentOf)
  return { roots: children.get('') ?? [], children }
}

/** The rows of the waterfall from top to bottom, without what is folded away. */
export function rowsOf({ roots, children }: SpanTree, folded: ReadonlySet<string>): Row[] {
  const rows: Row[] = []
  const stack = [...roots].reverse().map((span) => ({ span, depth: 0, retry: attemptOf(span, roots) }))
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    const below = children.get(entry.span.id) ?? []
    const isFolded = folded.has(entry.span.id)
    rows.push({ ...entry, children: below.length, folded: isFolded })
    if (isFolded) continue
    const depth = entry.depth + 1
    for (const span of below.toReversed()) stack.push({ span, depth, retry: attemptOf(span, below) })
  }
  return rows
}

/** The attempt as the runtime told it, or the place among the invocations of one message. */
function attemptOf(span: Span, siblings: readonly Span[]): number | undefined {
  if (span.kind !== 'invocation') return undefined
  const told = Number(span.attributes['attempt'])
  if (told > 1) return told
  const tries = siblings.filter((other) => other.kind === 'invocation' && other.step === span.step)
  const at = tries.indexOf(span)
  return at > 0 ? at + 1 : undefined
}

/** A span and all below it. */
export function subtreeOf({ children }: SpanTree, id: string): ReadonlySet<string> {
  const found = new Set([id])
  for (const at of found) for (const child of children.get(at) ?? []) found.add(child.id)
  return found
}

/** The ids above a span, nearest first. */
export function ancestorsOf(spans: readonly Span[], id: string): string[] {
  const parents = new Map(spans.map((span) => [span.id, span.parentId]))
  const found: string[] = []
  for (let at = parents.get(id); at !== undefined && !found.includes(at); at = parents.get(at)) found.push(at)
  return found
}
