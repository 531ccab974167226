import type { ServiceContext, SnsPort } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Deliver } from '../delivery.ts'
import type { Api } from '../gateway/api.ts'
import { snsApi } from './api.ts'
import { createSnsPort } from './port.ts'
import { createPublish, type Publish } from './publish.ts'
import { createRegistry, type Registry } from './registry.ts'

export interface Sns {
  readonly port: SnsPort
  readonly api: Api
  readonly registry: Registry
  readonly publish: Publish
}

/** Amazon SNS. */
export function createSns(context: ServiceContext, access: Access, deliver: Deliver): Sns {
  const registry = createRegistry(context, access)
  const publish = createPublish(context, registry, deliver)
  return { port: createSnsPort(registry), api: snsApi(registry, publish, context), registry, publish }
}
