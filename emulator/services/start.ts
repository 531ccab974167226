import { AwsError } from '../errors.ts'
import type { InvokeAsync, ServiceContext, Services, ServicesOptions } from '../ports.ts'
import { createAccess, stsApi } from './access/index.ts'
import { createDeliver } from './delivery.ts'
import { createDynamoDb, openStore } from './dynamodb/index.ts'
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
  const closing: (() => unknown)[] = []
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    // Before anything reads or mends the folder: its lock keeps a second emulator out.
    const store = await openStore(options.directory)
    closing.push(() => store.lifecycleManager.gracefulClose())
    const db = openDatabase(options.directory)
    closing.push(() => db.close())

    let endpoint = ''
    let invoke: InvokeAsync = refuseToInvoke
    const context: ServiceContext = {
      region: options.region ?? 'us-east-1',
      account: options.account ?? '000000000000',
      endpoint: () => endpoint,
      clock: options.clock,
      db,
      observe: options.observe ?? (() => {}),
    }
    const access = createAccess(context)
    const sqs = createSqs(context, access)
    closing.push(sqs.stop)
    const deliver = createDeliver(context, sqs.port, () => invoke)
    const sns = createSns(context, access, deliver)
    const events = createEvents(context, access, deliver, sns)
    const dynamodb = await createDynamoDb(context, access, store)
    closing.push(dynamodb.stop)

    const gateway = createGateway(context, access)
    for (const api of [sqs.api, sns.api, events.api, dynamodb.api, stsApi(context)]) gateway.addApi(api)
    endpoint = `http://127.0.0.1:${await gateway.listen(options.port ?? 0)}`
    closing.push(gateway.close)

    return {
      context,
      sqs: sqs.port,
      sns: sns.port,
      events: events.port,
      dynamodb: dynamodb.port,
      access: access.port,
      authorize: (principal, action, resource) => access.authorize(principal, { action, resource }),
      addRoute: gateway.addRoute,
      addApi: gateway.addApi,
      setInvoke(given) {
        invoke = given
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const refuseToInvoke: InvokeAsync = (functionArn) => {
  throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`, { status: 404 })
}
