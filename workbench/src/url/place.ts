/** The state that lives in the URL: which view, and what is selected in it. A link shows a colleague the same thing. */
export const views = ['flows', 'endpoints', 'traces', 'queues', 'state', 'schedules', 'logs', 'limits'] as const

export type View = (typeof views)[number]

/** The query parameters that each view knows. */
export interface ViewParams {
  flows: 'step' | 'tab' | 'flow' | 'state'
  endpoints: 'step' | 'call'
  traces: 'trace' | 'span' | 'status' | 'step' | 'topic' | 'text' | 'over'
  queues: 'queue' | 'message'
  state: 'group' | 'key' | 'prefix'
  schedules: 'zone'
  logs: 'level' | 'step' | 'trace' | 'text'
  limits: never
}

export type Params<V extends View> = { readonly [K in ViewParams[V]]?: string | undefined }

export interface Place {
  readonly view: View
  readonly params: Readonly<Record<string, string>>
}

/** Reads `/traces?trace=1-5f...`; an unknown path is the first view. */
export function readPlace(pathname: string, search: string): Place {
  const name = pathname.split('/')[1] ?? ''
  const view = views.find((known) => known === name) ?? 'flows'
  return { view, params: Object.fromEntries(new URLSearchParams(search)) }
}

/** The URL of a view with its selection; empty parameters are left out. */
export function href<V extends View>(view: V, params: Params<V> = {}): string {
  const given = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const search = new URLSearchParams(given).toString()
  return search ? `/${view}?${search}` : `/${view}`
}
