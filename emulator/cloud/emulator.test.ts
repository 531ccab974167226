import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/temporary.ts'
import { type Emulator, type EmulatorEvent, startEmulator } from '../index.ts'
import {
  type AssemblySource,
  apiResources,
  assetKey,
  consume,
  functionResources,
  merge,
  queueResources,
  writeAssembly,
} from './fixture.ts'

let cloud: Emulator | undefined
afterEach(async () => {
  await cloud?.stop()
  cloud = undefined
})

const hello = (text: string) =>
  functionResources('Hello', {
    code: `export const handler = async () => ({ statusCode: 200, body: ${JSON.stringify(text)} })`,
  })
const start = async (source: AssemblySource) => {
  cloud = await startEmulator({ assembly: writeAssembly(source) })
  return cloud
}
const answer = async (cloud: Emulator, path: string) => (await fetch(`${cloud.apiUrl}${path}`)).text()

describe('a template', () => {
  it('that needs what is not here is refused with all that is wrong', async () => {
    const source = merge(hello('x'), {
      resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': 'App/Uploads/Resource' } },
        Custom: { Type: 'Custom::Thing' },
        Image: {
          Type: 'AWS::Lambda::Function',
          Properties: { PackageType: 'Image', Code: { ImageUri: 'x' }, Role: 'r', FileSystemConfigs: [] },
        },
        Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)' } },
        Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Anything: 1 } },
        Nested: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: { 'Fn::Sub': `https://s3/${assetKey('n')}.json` } },
        },
      },
    })
    const nested = { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { ArchivePolicy: {} } } } }
    const error = await startEmulator({
      assembly: writeAssembly({ ...source, nested: { [assetKey('n')]: nested } }),
    }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'TemplateError' })
    expect((error as { problems: string[] }).problems).toEqual([
      expect.stringMatching(/^App\/Uploads: resource type AWS::S3::Bucket is not emulated: /),
      expect.stringMatching(/^Custom: resource type Custom::Thing is not emulated/),
      expect.stringMatching(/^Image .*container images do not run here/),
      expect.stringMatching(/^Image .*property FileSystemConfigs is not emulated/),
      expect.stringMatching(/^Rule .*use AWS::Scheduler::Schedule/),
      expect.stringMatching(/^Topic .*property ArchivePolicy is not emulated/),
    ])
  })

  it('with nested stacks hands values in and out', async () => {
    const inner = {
      Parameters: { RoleArn: { Type: 'String' } },
      Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } }, Given: { Value: { Ref: 'RoleArn' } } },
    }
    const source = merge(hello('x'), {
      resources: {
        Inner: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: { 'Fn::Join': ['', ['https://s3/assets/', `${assetKey('i')}.json`]] },
            Parameters: { RoleArn: { 'Fn::GetAtt': ['HelloRole', 'Arn'] } },
          },
        },
      },
    })
    const { resources, outputs } = await start({
      ...source,
      nested: { [assetKey('i')]: inner },
      outputs: {
        QueueArn: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Arn'] } },
        Given: { Value: { 'Fn::GetAtt': 'Inner.Outputs.Given' } },
      },
    })
    expect(outputs()['QueueArn']).toMatch(/^arn:aws:sqs:us-east-1:000000000000:App-Inner-Queue-/)
    expect(outputs()['Given']).toMatch(/^arn:aws:iam::000000000000:role\/App-HelloRole-/)
    expect(resources().find(({ type }) => type === 'AWS::SQS::Queue')).toMatchObject({
      logicalId: 'Queue',
      stack: 'Inner',
    })
  })

  it('gives the URL of an API as it is here', async () => {
    const { outputs, apiUrl } = await start({
      ...merge(hello('x'), apiResources({ 'GET /': 'Hello' })),
      outputs: {
        Url: {
          Value: {
            'Fn::Join': [
              '',
              [
                'https://',
                { Ref: 'Api' },
                '.execute-api.',
                { Ref: 'AWS::Region' },
                '.',
                { Ref: 'AWS::URLSuffix' },
                '/',
              ],
            ],
          },
        },
      },
    })
    expect(outputs()).toEqual({ Url: `${apiUrl}/` })
  })
})

describe('an update', () => {
  const api = apiResources({ 'GET /': 'Hello' })
  const queue = { resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } } }

  it('serves the new code and routes, and keeps the messages', async () => {
    const running = await start(merge(hello('old'), api, queue))
    expect(await answer(running, '/')).toBe('old')
    const { physicalId, arn } = running.resources().find(({ type }) => type === 'AWS::SQS::Queue')!
    const sqs = new SQSClient({
      endpoint: running.endpoint,
      region: running.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    await sqs.send(new SendMessageCommand({ QueueUrl: physicalId, MessageBody: 'kept' }))
    const url = running.apiUrl
    await running.deploy(writeAssembly(merge(hello('new'), apiResources({ 'GET /more': 'Hello' }), queue)))
    expect(running.apiUrl).toBe(url)
    expect(await answer(running, '/more')).toBe('new')
    expect(await answer(running, '/')).toBe('{"message":"Not Found"}')
    expect(running.messages(arn!)).toMatchObject([{ body: 'kept' }])
  })

  it.each<[string, AssemblySource]>([
    ['that is refused', { resources: { Bucket: { Type: 'AWS::S3::Bucket' } } }],
    [
      'that fails half-way',
      {
        resources: {
          Bad: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 99999999 }, DependsOn: ['Hello', 'Queue'] },
        },
      },
    ],
  ])('%s leaves the old version', async (_, wrong) => {
    const running = await start(merge(hello('old'), api))
    await expect(running.deploy(writeAssembly(merge(hello('new'), api, queue, wrong)))).rejects.toThrow()
    expect(await answer(running, '/')).toBe('old')
    expect(running.queues()).toEqual([])
  })

  it('lets running invocations finish', async () => {
    const slow = functionResources('Hello', {
      code: `export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 200)); return { statusCode: 200, body: 'slow' } }`,
    })
    const running = await start(merge(slow, api))
    const first = answer(running, '/')
    const begun = new Promise<void>((resolve) => running.on(({ type }) => type === 'invocation.start' && resolve()))
    await begun
    await running.deploy(writeAssembly(merge(hello('new'), api)))
    expect(await answer(running, '/')).toBe('new')
    expect(await first).toBe('slow')
  })
})

describe('a schedule', () => {
  const schedule = (properties: Record<string, unknown> = {}) => ({
    resources: {
      SchedulerRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Policies: [
            {
              PolicyDocument: {
                Statement: [
                  { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['Nightly', 'Arn'] } },
                ],
              },
            },
          ],
        },
      },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Metadata: { 'motia-aws': { step: 'Nightly', role: 'schedule' } },
        Properties: {
          FlexibleTimeWindow: { Mode: 'OFF' },
          ScheduleExpression: 'cron(0 3 * * ? *)',
          ScheduleExpressionTimezone: 'Europe/Berlin',
          Target: {
            Arn: { 'Fn::GetAtt': ['Nightly', 'Arn'] },
            RoleArn: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] },
            Input: '{"at":"<aws.scheduler.scheduled-time>","of":"<aws.scheduler.schedule-arn>"}',
          },
          ...properties,
        },
      },
    },
  })
  const nightly = functionResources('Nightly', {
    code: 'export const handler = async (event) => console.log(event.at)',
  })

  it('runs when its time comes, not while it is paused, and when asked', async () => {
    const running = await start(merge(nightly, schedule()))
    const times = () => running.logs({ step: 'Nightly' }).map(({ message }) => message)
    await running.advance({ days: 3 })
    await running.idle()
    expect(times()).toHaveLength(3)
    for (const time of times()) expect(time).toMatch(/T0[12]:00:00Z$/)
    const { name } = running.schedules()[0]!
    running.setScheduleEnabled(name, false)
    expect(running.schedules()[0]).toMatchObject({ enabled: false, step: 'Nightly' })
    await running.advance({ days: 2 })
    await running.idle()
    expect(times()).toHaveLength(3)
    await running.runSchedule(name)
    await running.idle()
    expect(times()).toHaveLength(4)
    expect(running.traces()[0]).toMatchObject({ entry: 'cron Nightly', status: 'ok' })
  })

  it('whose role may not invoke the function says so and uses its dead-letter queue', async () => {
    const denied = schedule({
      Target: {
        Arn: { 'Fn::GetAtt': ['Nightly', 'Arn'] },
        RoleArn: { 'Fn::GetAtt': ['NightlyRole', 'Arn'] },
        Input: '{}',
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dead', 'Arn'] } },
      },
    })
    const running = await start(merge(nightly, denied, { resources: { Dead: { Type: 'AWS::SQS::Queue' } } }))
    await running.runSchedule('Nightly')
    expect(running.logs({ level: 'ERROR' }).at(-1)?.message).toMatch(/lambda:InvokeFunction/)
    expect(running.messages(running.queues()[0]!.name)).toMatchObject([
      { body: '{}', messageAttributes: { ERROR_MESSAGE: {} } },
    ])
  })
})

describe('an asynchronous event', () => {
  it('is tried three times, then goes to onFailure and the dead-letter queue', async () => {
    const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }
    const failing = functionResources('Failing', {
      code: 'export const handler = async () => { console.log("try"); throw new Error("always") }',
      statements: [send],
      properties: { DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } },
    })
    const resources = {
      Lost: { Type: 'AWS::SQS::Queue' },
      Dead: { Type: 'AWS::SQS::Queue' },
      Config: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Failing' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 2,
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Lost', 'Arn'] } } },
        },
      },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: 'at(2020-01-01T00:00:00)',
          Target: {
            Arn: { 'Fn::GetAtt': ['Failing', 'Arn'] },
            RoleArn: { 'Fn::GetAtt': ['Invoker', 'Arn'] },
            Input: '{"n":1}',
          },
        },
      },
      Invoker: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'lambda:*', Resource: '*' }] } }],
        },
      },
    }
    const running = await start(merge(failing, { resources }))
    await running.runSchedule(running.schedules()[0]!.name)
    await running.idle()
    await running.advance({ minutes: 1 })
    await running.idle()
    expect(running.logs({ text: 'try' })).toHaveLength(2)
    await running.advance({ minutes: 2 })
    await running.idle()
    expect(running.logs({ text: 'try' })).toHaveLength(3)
    const body = (name: string) =>
      running.messages(running.queues().find((queue) => queue.name.includes(name))!.name)[0]
    expect(JSON.parse(body('Lost')!.body)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { n: 1 },
      responseContext: { functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'always' },
    })
    expect(body('Dead')).toMatchObject({
      body: '{"n":1}',
      messageAttributes: { ErrorMessage: { StringValue: 'always' } },
    })
  })
})

describe('a restart with a data folder', () => {
  const directory = () => temporaryFolder('motia-aws-data-')

  it('remembers traces', async () => {
    const options = {
      assembly: writeAssembly(merge(hello('x'), apiResources({ 'GET /': 'Hello' }))),
      directory: directory(),
    }
    cloud = await startEmulator(options)
    await answer(cloud, '/')
    const [before] = cloud.traces()
    await cloud.stop()
    cloud = await startEmulator(options)
    expect(cloud.traces()).toEqual([before])
  })

  it('goes on with asynchronous events', async () => {
    const code = 'export const handler = async (event) => { console.log("try"); throw new Error("no") }'
    const options = { assembly: writeAssembly(functionResources('Failing', { code })), directory: directory() }
    cloud = await startEmulator(options)
    const client = new LambdaClient({
      endpoint: cloud.endpoint,
      region: cloud.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    const { physicalId } = cloud.resources().find(({ type }) => type === 'AWS::Lambda::Function')!
    await client.send(new InvokeCommand({ FunctionName: physicalId, InvocationType: 'Event', Payload: '{}' }))
    await cloud.idle()
    await cloud.stop()
    cloud = await startEmulator(options)
    expect(cloud.logs({ text: 'try' })).toEqual([])
    await cloud.advance({ minutes: 1 })
    await cloud.idle()
    expect(cloud.logs({ text: 'try' })).toHaveLength(1)
  })
})

it('a Python function without an interpreter says how to get one', async () => {
  const python = functionResources('Snake', {
    code: 'def handler(event, context): pass',
    properties: { Runtime: 'python3.13' },
  })
  cloud = await startEmulator({ assembly: writeAssembly(python), python: { missing: 'install python3' } })
  expect(await cloud.invoke('Snake')).toMatchObject({
    error: { errorType: 'Runtime.InterpreterMissing', errorMessage: 'install python3' },
  })
})

it('what is not there is named', async () => {
  const running = await start(hello('x'))
  await expect(running.invoke('Nobody')).rejects.toThrow("there is no Step 'Nobody'; there are Hello")
  expect(() => running.messages('none')).toThrow("there is no queue 'none'; there are none")
  await expect(running.runSchedule('none')).rejects.toThrow("there is no schedule 'none'")
})

describe('a flow', () => {
  const repository = new URL('../../', import.meta.url).href
  /** Does what the runtime does, in a few lines: state, emit, subsegments. */
  const flow = `
    import { createRequire } from 'node:module'
    import { createSocket } from 'node:dgram'
    import { randomBytes } from 'node:crypto'
    const require = createRequire(${JSON.stringify(repository)})
    const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb')
    const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs')
    const socket = createSocket('udp4').unref()
    const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':')
    const id = () => randomBytes(8).toString('hex')
    const now = () => Date.now() / 1000
    const report = (document) => new Promise((done) => socket.send('{"format":"json","version":1}\\n' + JSON.stringify(document), port, host, done))
    export const handler = async (event) => {
      const [, root, parent] = /Root=([^;]+);Parent=([^;]+)/.exec(process.env._X_AMZN_TRACE_ID)
      const record = event.Records?.[0]
      const traceId = record ? JSON.parse(record.body).traceId : root
      const step = process.env.STEP
      const own = { name: step, id: id(), trace_id: root, parent_id: parent, type: 'subsegment', start_time: now(), annotations: { step, trigger: record ? 'event' : 'api', traceId } }
      const children = []
      const child = async (name, annotations, work) => {
        const start_time = now()
        await work()
        children.push({ name, id: id(), start_time, end_time: now(), annotations: { step, traceId, ...annotations } })
      }
      if (process.env.TABLE) await child('state.set', { stateOperation: 'set', stateGroup: 'order' }, () =>
        new DynamoDBClient().send(new PutItemCommand({ TableName: process.env.TABLE, Item: { group: { S: 'order' }, key: { S: '1' }, value: { S: '"' + step + '"' } } })))
      if (process.env.QUEUE) await child('emit order.created', { topic: 'order.created', messageId: 'envelope-1' }, () =>
        new SQSClient().send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: JSON.stringify({ v: 1, id: 'envelope-1', topic: 'order.created', data: {}, traceId }) })))
      const failed = step === 'Second' && { fault: true, cause: { exceptions: [{ id: id(), type: 'TypeError', message: 'boom', stack: [{ path: 'a.ts', line: 3, label: 'pay' }] }] } }
      await report({ ...own, end_time: now(), subsegments: children, ...failed })
      return record ? { batchItemFailures: [] } : { statusCode: 200, body: 'ok' }
    }`
  const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } }
  const table = {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'group', AttributeType: 'S' },
        { AttributeName: 'key', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'group', KeyType: 'HASH' },
        { AttributeName: 'key', KeyType: 'RANGE' },
      ],
    },
  }
  const put = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }
  const source = (statements: readonly unknown[]) =>
    merge(
      functionResources('First', {
        code: flow,
        statements,
        properties: {
          Timeout: 10,
          MemorySize: 512,
          Environment: { Variables: { STEP: 'First', TABLE: { Ref: 'Table' }, QUEUE: { Ref: 'Queue' } } },
        },
      }),
      functionResources('Second', {
        code: flow,
        statements: [consume],
        properties: { Timeout: 10, MemorySize: 512, Environment: { Variables: { STEP: 'Second' } } },
      }),
      queueResources('Queue', 'Second', { queue: { VisibilityTimeout: 60 } }),
      apiResources({ 'POST /orders': 'First' }),
      { resources: { Table: table } },
    )

  it('is one trace from the request to the last function', async () => {
    const running = await start(source([send, put]))
    const events: EmulatorEvent[] = []
    running.on((event) => events.push(event))
    expect(await (await fetch(`${running.apiUrl}/orders`, { method: 'POST' })).text()).toBe('ok')
    await running.idle()
    const [trace, ...others] = running.traces()
    expect(others).toEqual([])
    expect(trace).toMatchObject({ entry: 'POST /orders', status: 'error', steps: ['First', 'Second'] })
    const named = (kind: string, step?: string) =>
      trace!.spans.find((span) => span.kind === kind && (step === undefined || span.step === step))!
    const parents = Object.fromEntries(
      trace!.spans.map(({ parentId, kind, step }) => [
        `${kind} ${step}`,
        trace!.spans.find((span) => span.id === parentId)?.kind ?? parentId,
      ]),
    )
    expect(parents).toMatchObject({
      'request First': undefined,
      'invocation First': 'request',
      'handler First': 'invocation',
      'state First': 'handler',
      'emit First': 'handler',
      'queue Second': 'emit',
      'invocation Second': 'queue',
      'handler Second': 'invocation',
    })
    expect(named('state').change).toEqual({ before: null, after: 'First' })
    expect(named('handler', 'Second')).toMatchObject({
      status: 'error',
      error: { type: 'TypeError', message: 'boom', stack: ['at pay (a.ts:3)'] },
    })
    // What changes often is told a little later, once for all changes.
    await expect
      .poll(() => new Set(events.map(({ type }) => type)))
      .toEqual(new Set(['invocation.start', 'invocation.end', 'request', 'state', 'queues', 'trace']))
  })

  it('without a permission fails as on AWS, naming it', async () => {
    const running = await start(source([send]))
    expect((await fetch(`${running.apiUrl}/orders`, { method: 'POST' })).status).toBe(500)
    await running.idle()
    const { error } = running.traces()[0]!.spans.find((span) => span.kind === 'invocation')!
    expect(error).toMatchObject({ type: 'AccessDeniedException', message: expect.stringMatching(/dynamodb:PutItem/) })
    expect(error!.message).toContain('First')
  })
})
