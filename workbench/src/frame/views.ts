import type { View } from '../url/index.ts'

/** The views in the order of the sidebar, with the key that follows `g`. */
export const viewList: readonly { readonly view: View; readonly title: string; readonly key: string }[] = [
  { view: 'flows', title: 'Flows', key: 'f' },
  { view: 'endpoints', title: 'Endpoints', key: 'e' },
  { view: 'traces', title: 'Traces', key: 't' },
  { view: 'queues', title: 'Queues', key: 'q' },
  { view: 'state', title: 'State', key: 's' },
  { view: 'schedules', title: 'Schedules', key: 'c' },
  { view: 'logs', title: 'Logs', key: 'l' },
  { view: 'limits', title: 'Limits & cost', key: 'm' },
]
