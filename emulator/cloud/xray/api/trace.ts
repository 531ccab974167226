import type { SegmentDocument } from '../daemon.ts'
import type { XrayTrace } from './store.ts'

/** A trace as X-Ray answers it: whole segments, with the subsegments that came by themselves in their places. */
export function segmentsOf({ documents }: XrayTrace): SegmentDocument[] {
  const children = new Map<string, SegmentDocument[]>()
  const known = new Set([...documents.values()].flatMap((document) => [...idsOf(document)]))
  const top: SegmentDocument[] = []
  for (const document of documents.values()) {
    const { parent_id: parent } = document
    if (document.type === 'subsegment' && parent !== undefined && known.has(parent))
      children.set(parent, [...(children.get(parent) ?? []), document])
    // The HTTP API in front of a function has no segment: what it began is the root.
    else top.push(parent !== undefined && !known.has(parent) ? without(document) : document)
  }
  const whole = (document: SegmentDocument): SegmentDocument => {
    const inner = [...(document.subsegments ?? []), ...(children.get(document.id) ?? [])]
    if (inner.length === 0) return document
    return { ...document, subsegments: inner.map(whole).sort((a, b) => a.start_time - b.start_time) }
  }
  return top.map(whole).sort((a, b) => a.start_time - b.start_time)
}

/** A document and all inside it. */
export function* within(document: SegmentDocument): Generator<SegmentDocument> {
  yield document
  for (const child of document.subsegments ?? []) yield* within(child)
}

function* idsOf(document: SegmentDocument): Generator<string> {
  for (const { id } of within(document)) yield id
}

function without({ parent_id: _, ...document }: SegmentDocument): SegmentDocument {
  return document
}
