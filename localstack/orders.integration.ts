import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { ListSubscriptionsCommand, SNSClient } from '@aws-sdk/client-sns'
import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testCredentials } from './account.ts'
import { type Deployment, type Endpoint, targets } from './targets.ts'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')
const chosen = targets.filter((target) => process.env['MOTIA_TARGETS']?.split(',').includes(target.name))

describe.each(chosen)('the example on $name', (target) => {
  /** Inside the repository, so that packages resolve as they do for the example itself. */
  const project = path.join(import.meta.dirname, '.work', target.name.toLowerCase())
  let endpoint: Endpoint
  let app: Deployment
  let orderId: string

  const client = () => ({ endpoint: endpoint.url, region: endpoint.region, credentials: testCredentials })

  beforeAll(async () => {
    await rm(project, { recursive: true, force: true })
    await mkdir(project, { recursive: true })
    await cp(path.join(root, 'steps-example'), project, {
      recursive: true,
      filter: (file) => !/(\.motia|cdk\.out|__pycache__)$/.test(file),
    })
    await writeFile(
      path.join(project, 'cdk.json'),
      JSON.stringify({ app: 'node --conditions=motia-aws:source infra.ts' }),
    )
    endpoint = await target.start()
    app = await endpoint.deploy(project)
  })

  afterAll(async () => {
    await endpoint?.stop()
    await rm(project, { recursive: true, force: true })
  })

  test('an order is taken', async () => {
    const answer = await call('create-order', 'POST', '/orders', {
      customer: 'Ada',
      email: 'ada@example.com',
      items: [{ sku: 'tea', quantity: 2, price: 4.5 }],
    })
    expect(answer).toMatchObject({ status: 201, body: { total: 9, status: 'open' } })
    orderId = String(answer.body['id'])
  })

  test('every subscriber did its part, in both languages', async () => {
    expect(await eventually(() => item(`${orderId}:payment`))).toMatchObject({ accepted: true, amount: 9 })
    expect(await eventually(() => item(`${orderId}:receipt`))).toMatchObject({
      to: 'ada@example.com',
      total: '9.00 EUR',
    })
    expect(await eventually(() => item(`${orderId}:risk`))).toMatchObject({ score: expect.any(Number) })
    const read = await call('get-order', 'GET', `/orders/${orderId}`)
    expect(read).toMatchObject({ status: 200, body: { id: orderId, status: 'paid' } })
  })

  test('a body that does not fit is refused', async () => {
    const answer = await call('create-order', 'POST', '/orders', { customer: 'Ada' })
    expect(answer.status).toBe(400)
    expect(answer.body['issues']).toEqual(expect.arrayContaining([expect.objectContaining({ path: 'items' })]))
  })

  test('each event Step has a queue with a dead-letter queue', async () => {
    const sqs = new SQSClient(client())
    const queues = [...app.steps].filter(([, step]) => step.queue !== undefined)
    expect(queues.map(([name]) => name).sort()).toEqual([
      'analyze-order',
      'order-flagged',
      'process-payment',
      'send-receipt',
    ])
    for (const [, { queue }] of queues) {
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['All'] }))
      expect(JSON.parse(Attributes!.RedrivePolicy!)).toMatchObject({
        deadLetterTargetArn: expect.stringContaining('arn:aws:sqs:'),
      })
      expect(Number(Attributes!.VisibilityTimeout)).toBeGreaterThanOrEqual(180)
    }
  })

  test('a topic with two subscribers fans out over SNS, raw', async () => {
    const sns = new SNSClient(client())
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsCommand({}))
    expect(Subscriptions.filter((subscription) => subscription.Protocol === 'sqs')).toHaveLength(2)
  })

  test('input that can never fit goes straight to the dead-letter queue, with the reason', async () => {
    const sqs = new SQSClient(client())
    const { queue, deadLetterQueue } = app.steps.get('send-receipt')!
    await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify({ orderId: 7 }) }))
    const letter = await eventually(async () => {
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: deadLetterQueue,
          MessageAttributeNames: ['All'],
          WaitTimeSeconds: 1,
          VisibilityTimeout: 0,
        }),
      )
      return Messages?.[0]
    })
    expect(letter.MessageAttributes?.['motia.step']?.StringValue).toBe('send-receipt')
    expect(letter.MessageAttributes?.['motia.reason']?.StringValue).toContain('orderId')
  })

  test('it is operated from the command line', async () => {
    const letters = await motia<{ step: string; messages: number }[]>('dlq', 'list')
    expect(letters).toContainEqual(expect.objectContaining({ step: 'send-receipt', messages: 1 }))
    const [letter] = await motia<{ reason: string; body: string }[]>('dlq', 'show', 'send-receipt')
    expect(letter).toMatchObject({ reason: expect.stringContaining('orderId'), body: '{"orderId":7}' })
    if (await canRedrive()) {
      expect(await motia('dlq', 'redrive', 'send-receipt')).toMatchObject({ step: 'send-receipt' })
      await eventually(async () =>
        (await motia<unknown[]>('dlq', 'show', 'send-receipt')).length === 1 ? true : undefined,
      )
    }
    const invoked = await motia<{ payload: { statusCode: number } }>(
      'invoke',
      'get-order',
      '--data',
      JSON.stringify(httpEvent('GET', '/orders/none')),
    )
    expect(invoked.payload.statusCode).toBe(404)
    const lines = await eventually(async () => {
      const found = await motiaLines('logs', 'create-order', '--since', '1h')
      return found.length > 0 ? found : undefined
    })
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ message: expect.any(String), timestamp: expect.any(Number) })
    await expect(motia('invoke', 'no-such-step')).rejects.toThrow(
      /no Step "no-such-step" in the stack; there are analyze-order, create-order/,
    )
  })

  test('the schedule is there', () => {
    expect(app.steps.get('daily-cleanup')?.schedule).toBeTruthy()
  })

  test('a redeployment changes the code and keeps the state', async () => {
    const file = path.join(project, 'steps', 'get-order.step.ts')
    const source = await readFile(file, 'utf8')
    await writeFile(file, source.replace('body: { ...order,', "body: { version: 'next', ...order,"))
    app = await endpoint.deploy(project)
    const answer = await eventually(async () => {
      const read = await call('get-order', 'GET', `/orders/${orderId}`)
      return read.body['version'] === 'next' ? read : undefined
    })
    expect(answer.body).toMatchObject({ id: orderId, status: 'paid', version: 'next' })
  })

  test('it can be destroyed', async () => {
    await endpoint.destroy(project)
  })

  interface Answer {
    readonly status: number
    readonly body: Record<string, unknown>
  }

  /** Over HTTP where the endpoint has an HTTP API, else with the event that API Gateway would send. */
  async function call(step: string, method: string, target: string, body?: unknown): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    if (app.apiUrl) {
      const response = await fetch(`${app.apiUrl}${target}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(text === undefined ? {} : { body: text }),
      })
      const answer = await response.text()
      expect(response.headers.get('content-type'), answer).toContain('application/json')
      return { status: response.status, body: JSON.parse(answer) as Record<string, unknown> }
    }
    const payload = httpEvent(method, target, text)
    const { Payload } = await new LambdaClient(client()).send(
      new InvokeCommand({
        FunctionName: app.steps.get(step)!.function!,
        Payload: Buffer.from(JSON.stringify(payload)),
      }),
    )
    const { statusCode, body: answer } = JSON.parse(Buffer.from(Payload!).toString('utf8')) as {
      statusCode: number
      body: string
    }
    return { status: statusCode, body: JSON.parse(answer) as Record<string, unknown> }
  }

  /** MiniStack lacks the action; cli/ops/dlq.test.ts has it against the emulator. */
  async function canRedrive(): Promise<boolean> {
    const sqs = new SQSClient(client())
    try {
      await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: 'arn:aws:sqs:us-east-1:123456789012:none' }))
      return true
    } catch (error) {
      return (error as Error).name !== 'InvalidAction'
    }
  }

  async function motia<T>(...args: string[]): Promise<T> {
    return JSON.parse((await motiaLines(...args)).join('\n')) as T
  }

  /** What the command prints with `--json`. */
  async function motiaLines(...args: string[]): Promise<string[]> {
    const { stdout } = await run(process.execPath, [path.join(root, 'cli', 'main.ts'), ...args, '--json'], {
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: endpoint.url,
        AWS_REGION: endpoint.region,
        AWS_ACCESS_KEY_ID: testCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: testCredentials.secretAccessKey,
      },
    })
    return stdout.split('\n').filter((line) => line !== '')
  }

  async function item(key: string): Promise<unknown> {
    const { Item } = await new DynamoDBClient(client()).send(
      new GetItemCommand({ TableName: app.table, Key: { group: { S: 'order' }, key: { S: key } } }),
    )
    return Item?.['value']?.S === undefined ? undefined : (JSON.parse(Item['value'].S) as unknown)
  }
})

/** What API Gateway sends for a request. */
function httpEvent(method: string, target: string, body?: string): object {
  return {
    version: '2.0',
    rawPath: target,
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    pathParameters: { id: target.split('/')[2] },
    requestContext: { requestId: crypto.randomUUID(), http: { method, path: target } },
    body,
    isBase64Encoded: false,
  }
}

/** Asks until there is an answer; an endpoint's queues take their time. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 90_000; Date.now() < deadline; await wait(200)) {
    const answer = await ask()
    if (answer !== undefined) return answer
  }
  throw new Error('no answer after 90 s')
}
