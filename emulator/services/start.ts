import { AwsError } from '../errors.ts'
import type { InvokeAsync, ServiceContext, Services, ServicesOptions } from '../ports.ts'
import { createAccess, stsApi } from './access/index.ts'
import { createDeliver } from './delivery.ts'
import { createDynamoDb } from './dynamodb/index.ts'
import { createEvents } from './events/index.ts'
import { createGateway } from './gateway/index.ts'
import { createSns } from './sns/index.ts'
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
  let invoke: InvokeAsync = refuseToInvoke
  const deliver = createDeliver(context, sqs.port, () => invoke)
  const sns = createSns(context, access, deliver)
  const events = createEvents(context, access, deliver, sns)
  const dynamodb = await createDynamoDb(context, access, options.directory)
  for (const api of [sqs.api, sns.api, events.api, dynamodb.api, stsApi(context)]) gateway.addApi(api)
  endpoint = `http://127.0.0.1:${await gateway.listen(options.port ?? 0)}`

  return {
    context,
    sqs: sqs.port,
    sns: sns.port,
    events: events.port,
    dynamodb: dynamodb.port,
    access: access.port,
    authorize: (principal, action, resource) => access.authorize(principal, { action, resource }),
    addRoute: gateway.addRoute,
    setInvoke(given) {
      invoke = given
    },
    async stop() {
      await gateway.close()
      sqs.stop()
      await dynamodb.stop()
      db.close()
    },
  }
}

const refuseToInvoke: InvokeAsync = (functionArn) => {
  throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`, { status: 404 })
}
