/** What the Python runtime sends itself, without boto3, on the emulator's wire protocols. */
import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Services } from '../../emulator/ports.ts'
import { realClock, startServices } from '../../emulator/services/index.ts'
import { httpEvent } from '../../runtime/node/testing/invoke.ts'

const missing = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status !== 0
if (missing) console.warn('the Python runtime is not tried on the emulator: no python3 of 3.10 or newer')

const traceId = '1-5759e988-bd862e3fe1be46a994272793'

describe.skipIf(missing)('the Python runtime on the emulator', () => {
  test('state, and emits to a queue, a topic, a bus and FIFO ones', async () => {
    const { services, invoke, queue } = await start()
    const topics = { 'order.created': queue('created').arn, 'order.queued': queue('queued.fifo').arn }
    const paid = services.sns.putTopic('paid', {}).arn
    subscribe(services, paid, queue('on-paid').arn)
    const ranked = services.sns.putTopic('ranked.fifo', { FifoTopic: 'true' }).arn
    subscribe(services, ranked, queue('on-ranked.fifo').arn)
    const bus = services.events.putBus('audit').arn
    const target = { id: 'one', arn: queue('on-audited').arn }
    const pattern = { source: ['shop'], 'detail-type': ['order.audited'] }
    services.events.putRule('audited', { bus: 'audit', pattern, state: 'ENABLED', targets: [target] })

    const all = { ...topics, 'order.paid': paid, 'order.ranked': ranked, 'order.audited': bus }
    const body = JSON.stringify({ id: '7', topics: Object.keys(all) })
    const event = httpEvent({ method: 'POST', path: '/orders', headers: { 'content-type': 'application/json' }, body })
    const result = await invoke('order.py', 'api', event, { MOTIA_TOPICS: JSON.stringify(all) })

    expect(result).toMatchObject({ statusCode: 201, body: '{"id":"7"}' })
    for (const name of ['created', 'queued.fifo', 'on-paid', 'on-ranked.fifo', 'on-audited']) {
      const [message] = await received(services, queue(name).arn)
      const content = JSON.parse(message!.body)
      const envelope = name === 'on-audited' ? content.detail : content
      expect(envelope).toMatchObject({ v: 1, data: { orderId: '7' }, traceId, hop: 1 })
      if (name.endsWith('.fifo')) {
        expect(message!.attributes).toMatchObject({
          MessageGroupId: envelope.topic,
          MessageDeduplicationId: envelope.id,
        })
      }
      if (!name.startsWith('on-')) {
        expect(message!.attributes['AWSTraceHeader']).toBe(envelope.traceHeader)
      }
    }
    const key = { group: { S: 'order' }, key: { S: '7' } }
    expect(await services.dynamodb.call('GetItem', { TableName: 'state', Key: key })).toMatchObject({
      Item: { value: { S: '{"id":"7"}' }, version: { N: '1' } },
    })
  })

  test('a refused record lies in the dead-letter queue, and a failed one returns later', async () => {
    const { services, invoke, queue } = await start()
    const { arn } = queue('checked')
    const dead = queue('dead').arn
    services.sqs.send(arn, { body: '{"orderId":7}' })
    const [message] = await received(services, arn)
    const record = { ...message!, eventSourceARN: arn, eventSource: 'aws:sqs', awsRegion: services.context.region }
    const event = { Records: [record] }

    const result = await invoke('checked.py', 'event', event, { MOTIA_DLQ: dead, MOTIA_MAX_RETRIES: '3' })

    expect(result).toEqual({ batchItemFailures: [] })
    const [letter] = await received(services, dead)
    expect(letter!.body).toBe('{"orderId":7}')
    expect(letter!.messageAttributes['motia.reason']!.StringValue).toContain('orderId: must be string')

    services.sqs.changeVisibility(arn, message!.receiptHandle, 600)
    const failed = await invoke('checked.py', 'event', event, { MOTIA_MAX_RETRIES: '0' })
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: message!.messageId }] })
    expect(services.sqs.depth(arn)).toMatchObject({ visible: 1, inFlight: 0 })
  })
})

const deliveries = {
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: '*',
  Principal: { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] },
} as const

async function start() {
  const services = await startServices({ clock: realClock(), region: 'eu-north-1', account: '123456789012' })
  onTestFinished(() => services.stop())
  await services.dynamodb.putTable({
    TableName: 'state',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'group', AttributeType: 'S' },
      { AttributeName: 'key', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'group', KeyType: 'HASH' },
      { AttributeName: 'key', KeyType: 'RANGE' },
    ],
  })
  const environment = {
    PATH: process.env['PATH'] ?? '',
    AWS_REGION: 'eu-north-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: services.context.endpoint(),
    _X_AMZN_TRACE_ID: `Root=${traceId};Parent=53995c3f42cd8ad8;Sampled=1`,
    MOTIA_APP: 'shop',
    MOTIA_TABLE: 'state',
  }
  return {
    services,
    queue(name: string) {
      const queue = services.sqs.putQueue(name, name.endsWith('.fifo') ? { FifoQueue: 'true' } : {})
      services.sqs.setPolicy(name, [deliveries])
      return queue
    },
    async invoke(file: string, trigger: string, event: object, more: Record<string, string>): Promise<unknown> {
      const script = join(import.meta.dirname, 'invoke.py')
      const options = { env: { ...environment, ...more } }
      const { stdout } = await promisify(execFile)(
        'python3',
        ['-B', script, file, trigger, JSON.stringify(event)],
        options,
      )
      return JSON.parse(stdout.trim().split('\n').at(-1)!)
    },
  }
}

function subscribe(services: Services, topicArn: string, endpoint: string): void {
  const attributes = { RawMessageDelivery: 'true' }
  services.sns.putSubscription(`to-${endpoint}`, { topicArn, protocol: 'sqs', endpoint, attributes })
}

/** Services deliver in their own time. */
async function received(services: Services, arn: string) {
  const messages = services.sqs.receive(arn, { max: 10 })
  if (messages.length > 0) return messages
  await new Promise<void>((resolve) => {
    const stop = services.sqs.onAvailable(arn, () => {
      stop()
      resolve()
    })
  })
  return services.sqs.receive(arn, { max: 10 })
}
