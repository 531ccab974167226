import type { EventsPort, ServiceContext } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Deliver } from '../delivery.ts'
import type { Api } from '../gateway/api.ts'
import type { Sns } from '../sns/index.ts'
import { eventsApi } from './api.ts'
import { createEventsPort } from './port.ts'
import { createPut } from './put.ts'
import { createRegistry } from './registry.ts'

export interface Events {
  readonly port: EventsPort
  readonly api: Api
}

/** Amazon EventBridge: buses, rules and their targets. */
export function createEvents(context: ServiceContext, access: Access, deliver: Deliver, sns: Sns): Events {
  const registry = createRegistry(context)
  const put = createPut({ context, access, registry, deliver, sns })
  return { port: createEventsPort(registry), api: eventsApi(registry, put, context) }
}
