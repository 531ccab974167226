import type { ServiceContext, Services, ServicesOptions } from '../ports.ts'
import { createAccess, stsApi } from './access/index.ts'
import { createGateway } from './gateway/index.ts'
import { createSqs } from './sqs/index.ts'
import { openDatabase } from './store/index.ts'

/**
 * Starts the AWS services behind one endpoint on 127.0.0.1.
 *
 * @example
 * const services = await startServices({ clock: realClock() })
 * const sqs = new SQSClient({ endpoint: services.context.endpoint(), region: 'us-east-1' })
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const db = openDatabase(options.directory)
  let endpoint = ''
  const context: ServiceContext = {
    region: options.region ?? 'us-east-1',
    account: options.account ?? '000000000000',
    endpoint: () => endpoint,
    clock: options.clock,
    db,
    observe: options.observe ?? (() => {}),
  }
  const access = createAccess(context)
  const gateway = createGateway(context, access)
  const sqs = createSqs(context, access)
  for (const api of [sqs.api, stsApi(context)]) gateway.addApi(api)
  endpoint = `http://127.0.0.1:${await gateway.listen(options.port ?? 0)}`

  return {
    context,
    sqs: sqs.port,
    access: access.port,
    authorize: (principal, action, resource) => access.authorize(principal, { action, resource }),
    addRoute: gateway.addRoute,
    async stop() {
      await gateway.close()
      sqs.stop()
      db.close()
    },
  } as Services
}
