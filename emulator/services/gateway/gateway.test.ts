import { request } from 'node:http'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, test } from 'vitest'
import type { Services } from '../../ports.ts'
import { asRole, clientOptions, testServices } from '../fixture.ts'

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=00'

interface Options {
  readonly host?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly method?: string
  readonly path?: string
  readonly body?: string | Buffer
}

function ask(services: Services, { host, headers = {}, method = 'POST', path = '/', body = '' }: Options) {
  const { port } = new URL(services.context.endpoint())
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const outgoing = request({
      port,
      host: '127.0.0.1',
      method,
      path,
      headers: { host: host ?? `127.0.0.1:${port}`, authorization: AUTHORIZATION, ...headers },
    })
    outgoing.on('error', reject)
    outgoing.on('response', async (incoming) => {
      const chunks: Buffer[] = await incoming.toArray()
      resolve({ status: incoming.statusCode!, body: Buffer.concat(chunks).toString() })
    })
    outgoing.end(body)
  })
}

const form = (services: Services, fields: Readonly<Record<string, string>>) =>
  ask(services, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Version: '2012-11-05', ...fields }).toString(),
  })

describe('the gateway', () => {
  test('serves only who calls this machine by its own name', async () => {
    const services = await testServices()
    expect(await ask(services, { host: 'evil.example' })).toMatchObject({
      status: 403,
      body: expect.stringContaining('InvalidHost'),
    })
    expect(await ask(services, { host: 'localhost.evil.example:80' })).toMatchObject({ status: 403 })
    expect((await ask(services, { host: 'localhost:1', path: '/?Action=ListQueues' })).status).toBe(200)
  })

  test('takes no request without a signature, none for a service it has not, and no body without end', async () => {
    const services = await testServices()
    expect(await ask(services, { headers: { authorization: '' } })).toMatchObject({
      status: 403,
      body: expect.stringContaining('MissingAuthenticationToken'),
    })
    expect(await ask(services, { headers: { authorization: 'Basic dGVzdA==' } })).toMatchObject({
      body: expect.stringContaining('IncompleteSignature'),
    })
    const other = AUTHORIZATION.replace('/sqs/', '/polly/')
    expect(await ask(services, { headers: { authorization: other } })).toMatchObject({
      status: 501,
      body: expect.stringContaining('polly'),
    })
    const big = await ask(services, { body: Buffer.alloc(17 * 1024 * 1024) }).catch(
      (error: NodeJS.ErrnoException) => error,
    )
    expect(big instanceof Error ? big.code : big.status).toSatisfy((answer) =>
      [413, 'EPIPE', 'ECONNRESET'].includes(answer as never),
    )
  })

  test('knows a function by its key, and a forger by his signature', async () => {
    const services = await testServices()
    const options = asRole(services, [{ Effect: 'Allow', Action: '*', Resource: '*' }])
    const list = (credentials: object) =>
      new SQSClient({ ...options, credentials: { ...options.credentials, ...credentials } }).send(
        new ListQueuesCommand({}),
      )
    await list({})
    await expect(list({ secretAccessKey: 'guessed' })).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
    await expect(list({ sessionToken: 'guessed' })).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    await expect(list({ accessKeyId: 'ASIAMOTIAAAAAAAAAAAA' })).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    const forged = { ...options, credentials: { ...options.credentials, secretAccessKey: 'guessed' } }
    await expect(new SNSClient(forged).send(new ListTopicsCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    })
    await expect(new DynamoDBClient(forged).send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    })
  })

  test('tells the observer of each call, with its trace and what went wrong', async () => {
    const services = await testServices()
    const { url, arn } = services.sqs.putQueue('q', {})
    const client = new SQSClient(asRole(services, []))
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, {
          'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
        })
        return next(args)
      },
      { step: 'build' },
    )
    await expect(client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    expect(services.activities).toMatchObject([
      {
        service: 'sqs',
        action: 'SendMessage',
        resource: arn,
        principal: { functionName: 'test-function' },
        traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
        error: { code: 'AccessDenied' },
      },
    ])
  })

  test('hands a route its request, and turns its refusal into an answer', async () => {
    const services = await testServices()
    services.addRoute({
      service: 'lambda',
      async handle({ method, path, query, body, principal }) {
        services.authorize({ type: 'service', service: 'x' }, 'lambda:InvokeFunction', path)
        return { status: 202, body: `${method} ${query} ${body} ${principal.type}` }
      },
    })
    const authorization = AUTHORIZATION.replace('/sqs/', '/lambda/')
    const answer = await ask(services, { headers: { authorization }, path: '/functions/f?x=1', body: '{}' })
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('AccessDeniedException') })
  })

  test('answers who is calling', async () => {
    const services = await testServices()
    const authorization = AUTHORIZATION.replace('/sqs/', '/sts/')
    const answer = await ask(services, {
      headers: { authorization },
      path: '/?Action=GetCallerIdentity&Version=2011-06-15',
    })
    expect(answer.body).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>')
  })
})

describe('a request made by hand', () => {
  test.each([
    ['AmazonSQS.SendMessage', { QueueUrl: 5 }, 'QueueUrl must be a string'],
    ['AmazonSQS.SendMessageBatch', { QueueUrl: 'q', Entries: {} }, 'Entries must be a list of structures'],
    ['AmazonSQS.SendMessageBatch', { QueueUrl: 'q', Entries: [{ Id: 1 }] }, 'Id must be a string'],
    ['AmazonSQS.ReceiveMessage', { QueueUrl: 'q', WaitTimeSeconds: '1' }, 'WaitTimeSeconds must be a number'],
    ['AmazonSQS.GetQueueAttributes', { AttributeNames: [null] }, 'AttributeNames must be a list of strings'],
    ['AmazonSQS.SendMessage', [], 'not a JSON object'],
    ['AmazonSQS.Fly', {}, 'has no Fly'],
    ['AmazonSNS.Publish', {}, 'not an operation of sqs'],
  ])('%s %j is refused', async (target, input, message) => {
    const services = await testServices()
    const answer = await ask(services, { headers: { 'x-amz-target': target }, body: JSON.stringify(input) })
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining(message) })
  })
})

describe('the Query protocol of SQS', () => {
  test('reads flattened lists and maps, and answers in XML', async () => {
    const services = await testServices()
    const created = await form(services, {
      Action: 'CreateQueue',
      QueueName: 'q',
      'Attribute.1.Name': 'VisibilityTimeout',
      'Attribute.1.Value': '7',
    })
    const QueueUrl = `${services.context.endpoint()}/000000000000/q`
    expect(created.body).toContain(`<CreateQueueResult><QueueUrl>${QueueUrl}</QueueUrl></CreateQueueResult>`)
    const sent = await form(services, {
      Action: 'SendMessageBatch',
      QueueUrl,
      'SendMessageBatchRequestEntry.1.Id': 'a',
      'SendMessageBatchRequestEntry.1.MessageBody': 'x < & y',
      'SendMessageBatchRequestEntry.1.DelaySeconds': '0',
      'SendMessageBatchRequestEntry.1.MessageAttribute.1.Name': 'kind',
      'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType': 'String',
      'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue': 'big',
    })
    expect(sent.body).toContain('<SendMessageBatchResultEntry><MessageId>')
    const received = await form(services, {
      Action: 'ReceiveMessage',
      QueueUrl,
      'AttributeName.1': 'All',
      'MessageAttributeName.1': 'All',
    })
    expect(received.body).toContain('<Body>x &lt; &amp; y</Body>')
    expect(received.body).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>')
    expect(received.body).toContain(
      '<MessageAttribute><Name>kind</Name><Value><DataType>String</DataType><StringValue>big</StringValue></Value></MessageAttribute>',
    )
  })

  test('gives the older code of an error', async () => {
    const services = await testServices()
    const answer = await form(services, { Action: 'GetQueueUrl', QueueName: 'missing' })
    expect(answer).toMatchObject({
      status: 400,
      body: expect.stringContaining('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>'),
    })
  })
})

test('client options of the owner work with any key', async () => {
  const services = await testServices()
  const client = new SQSClient({
    ...clientOptions(services),
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
  })
  await expect(client.send(new ListQueuesCommand({}))).resolves.toBeDefined()
})
