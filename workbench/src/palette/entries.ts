import type { StateGroup, StateItem, StepView, TraceSummary } from '../../../cli/dev/protocol.ts'
import { viewList } from '../frame/views.ts'
import { addressOf, triggerOf } from '../parts/index.ts'
import { href } from '../url/index.ts'

export interface Entry {
  readonly kind: 'view' | 'step' | 'route' | 'trace' | 'state'
  readonly title: string
  readonly note: string
  readonly url: string
}

interface Sources {
  readonly steps: readonly StepView[]
  readonly traces: readonly TraceSummary[]
  readonly groups: readonly StateGroup[]
  readonly items: readonly StateItem[]
}

/** Everything the palette can go to. */
export function entriesOf({ steps, traces, groups, items }: Sources): Entry[] {
  const routes = steps.filter((step) => triggerOf(step) === 'api')
  return [
    ...steps.map(
      (step): Entry => ({
        kind: 'step',
        title: step.name,
        note: addressOf(step),
        url: href('flows', { step: step.name }),
      }),
    ),
    ...routes.map(
      (step): Entry => ({
        kind: 'route',
        title: addressOf(step),
        note: step.name,
        url: href('endpoints', { step: step.name }),
      }),
    ),
    ...viewList.map(({ view, title, key }): Entry => ({ kind: 'view', title, note: `g ${key}`, url: href(view) })),
    ...items.map(
      ({ group, key }): Entry => ({
        kind: 'state',
        title: `${group}:${key}`,
        note: 'item',
        url: href('state', { group, key }),
      }),
    ),
    ...groups.map(
      ({ group, count }): Entry => ({
        kind: 'state',
        title: group,
        note: `${count} items`,
        url: href('state', { group }),
      }),
    ),
    ...traces.map(
      (trace): Entry => ({
        kind: 'trace',
        title: trace.entry,
        note: trace.traceId,
        url: href('traces', { trace: trace.traceId }),
      }),
    ),
  ]
}

/** Entries that hold all the words, those that begin with the text first; at most 40. */
export function match(entries: readonly Entry[], text: string): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const scored = entries.flatMap((entry) => {
    const title = entry.title.toLowerCase()
    const all = `${entry.kind} ${title} ${entry.note.toLowerCase()}`
    if (!words.every((word) => all.includes(word))) return []
    const score = words.reduce((sum, word) => sum + (title.startsWith(word) ? 2 : title.includes(word) ? 1 : 0), 0)
    return [{ entry, score }]
  })
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, 40)
    .map(({ entry }) => entry)
}
