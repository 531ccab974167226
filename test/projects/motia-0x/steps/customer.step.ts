import type { NoopConfig } from 'motia'

export const config: NoopConfig = {
  type: 'noop',
  name: 'Customer',
  virtualEmits: ['/tickets'],
  virtualSubscribes: ['ticket/triaged'],
  flows: ['support'],
}
