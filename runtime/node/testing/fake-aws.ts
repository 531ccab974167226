/**
 * A local stand-in for SQS, SNS, EventBridge and API Gateway's connections that takes every call, remembers it, and answers as AWS does when all is
 * well, unless a test says otherwise. DynamoDB is dynalite's.
 */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RecordedCall {
  readonly service: string
  readonly action: string
  readonly path: string
  /** Parsed; SNS's as its form fields, a posted message's `{ ConnectionId, Data }`. */
  readonly input: Record<string, unknown>
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** What it was answered with; 0 when the connection was broken. */
  status: number
}

export interface FakeAnswer {
  readonly status: number
  readonly body: string
}

type Stated = FakeAnswer | 'reset' | undefined

export interface FakeAws {
  readonly url: string
  readonly calls: RecordedCall[]
  /** Asked first; what it returns is the answer. `'reset'` breaks the connection. */
  answer: (call: RecordedCall) => Stated | Promise<Stated>
  close(): Promise<void>
}

export async function startFakeAws(dynamoDbUrl?: string): Promise<FakeAws> {
  const calls: RecordedCall[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const call = read(request.url!, request.headers, Buffer.concat(chunks).toString('utf8'))
      calls.push(call)
      const stated = await fake.answer(call)
      if (stated === 'reset') return void request.socket.destroy()
      const { status, body } =
        stated ??
        (call.service === 'dynamodb' && dynamoDbUrl
          ? await forward(dynamoDbUrl, call)
          : { status: 200, body: usual(call) })
      call.status = status
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'fake' }).end(body)
    })
  })
  await listen(server)
  const fake: FakeAws = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer: () => undefined,
    close: () => close(server),
  }
  return fake
}

/** An error as AWS JSON services write it. */
export function awsError(code: string, status = 400): FakeAnswer {
  return { status, body: JSON.stringify({ __type: `com.amazonaws#${code}`, message: `because of ${code}` }) }
}

export function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}

export function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
}

const services: Readonly<Record<string, string>> = {
  AmazonSQS: 'sqs',
  DynamoDB_20120810: 'dynamodb',
  AWSEvents: 'events',
}

function read(url: string, headers: IncomingHttpHeaders, body: string): RecordedCall {
  const connection = /^\/(?:[^/]+\/)?@connections\/([^/]+)$/.exec(url)?.[1]
  if (connection !== undefined) {
    const input = { ConnectionId: decodeURIComponent(connection), Data: body }
    return { service: 'execute-api', action: 'PostToConnection', path: url, input, headers, body, status: 0 }
  }
  const target = headers['x-amz-target']?.toString()
  if (!target) {
    const input = Object.fromEntries(new URLSearchParams(body))
    return { service: 'sns', action: input['Action'] ?? '', path: url, input, headers, body, status: 0 }
  }
  const [name = '', action = ''] = target.split('.')
  return { service: services[name] ?? name, action, path: url, input: JSON.parse(body), headers, body, status: 0 }
}

function usual({ action, input }: RecordedCall): string {
  switch (action) {
    case 'SendMessageBatch':
    case 'ChangeMessageVisibilityBatch':
      return JSON.stringify({
        Successful: (input['Entries'] as { Id: string }[]).map(({ Id }) => ({ Id })),
        Failed: [],
      })
    case 'PutEvents':
      return JSON.stringify({
        FailedEntryCount: 0,
        Entries: (input['Entries'] as unknown[]).map((_, index) => ({ EventId: String(index) })),
      })
    case 'PublishBatch':
      return `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult><Failed/><Successful>
        <member><Id>0</Id><MessageId>m</MessageId></member></Successful></PublishBatchResult></PublishBatchResponse>`
    default:
      return '{}'
  }
}

async function forward(url: string, call: RecordedCall): Promise<FakeAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'x-amz-target': String(call.headers['x-amz-target']),
      'content-type': String(call.headers['content-type']),
      authorization: String(call.headers.authorization),
      'x-amz-date': String(call.headers['x-amz-date']),
    },
    body: call.body,
  })
  return { status: response.status, body: await response.text() }
}
