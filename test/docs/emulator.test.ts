/** docs/emulator.md. */
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetTraceSummariesCommand, XRayClient } from '@aws-sdk/client-xray'
import { expect, test } from 'vitest'
import type { TestApp } from '../../cli/testing.ts'
import { commandsOf, openPage, textOf } from './page.ts'
import { example, post, run, synth, vitest } from './project.ts'
import { missingPython } from './python.ts'

const page = openPage('docs/emulator.md')
const drawing = page.take('cdk.out ──> resources')
const tests = page.files('test/receipt.test.ts')

const infra = `import { App, Stack } from 'aws-cdk-lib'
import { StepsApp } from 'motia-aws/cdk'
new StepsApp(new Stack(new App(), 'Shop'), 'App', { entry: '.' })
`

test.skipIf(missingPython)('the test passes on the assembly that `cdk synth` writes', () => {
  const folder = example({ ...tests, 'infra.ts': infra, 'cdk.json': '{ "app": "node infra.ts" }' })
  synth(folder, 'Shop')
  expect(vitest(folder)).toBe(1)
})

/** A call to each service that the page draws. */
const services: Readonly<Record<string, (app: TestApp, client: object) => Promise<unknown>>> = {
  SQS: (_, client) => new SQSClient(client).send(new ListQueuesCommand({})),
  SNS: (_, client) => new SNSClient(client).send(new ListTopicsCommand({})),
  EventBridge: (_, client) => new EventBridgeClient(client).send(new ListEventBusesCommand({})),
  DynamoDB: (_, client) => new DynamoDBClient(client).send(new ListTablesCommand({})),
  Lambda: (app, client) =>
    new LambdaClient(client).send(
      new InvokeCommand({
        FunctionName: app.resources().find(({ step, role }) => step === 'get-order' && role === 'function')!.physicalId,
      }),
    ),
  CloudFormation: (_, client) => new CloudFormationClient(client).send(new ListStacksCommand({})),
  'CloudWatch Logs': async (_, client) => {
    const logs = new CloudWatchLogsClient(client)
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}))
    return logs.send(new FilterLogEventsCommand({ logGroupName: logGroups![0]!.logGroupName }))
  },
  'X-Ray': (_, client) =>
    new XRayClient(client).send(new GetTraceSummariesCommand({ StartTime: new Date(0), EndTime: new Date(1) })),
}

test('the services that are drawn answer at one endpoint, and all calls of the table are there', async () => {
  const app = await run(example({}))
  const { endpoint, region } = app
  const client = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const lines = [...drawing.matchAll(/──> (.*?) {2,}(?:one AWS|the same) endpoint/g)]
  const drawn = lines.flatMap(([, names]) => names!.split(', '))
  expect(drawn.length).toBeGreaterThan(4)
  expect(drawn.filter((name) => !services[name])).toEqual([])
  for (const name of drawn) await expect(services[name]!(app, client), name).resolves.toBeDefined()
  expect(new URL(endpoint).hostname).toBe('127.0.0.1')
  expect(new URL(app.apiUrl!).hostname).toBe('127.0.0.1')

  const table = /^\| call +\| does[\s\S]*?\n\n/m.exec(textOf('docs/emulator.md'))![0]
  const calls = [...table.matchAll(/^\| (.*?) \|/gm)].slice(2).flatMap(([, cell]) => [...cell!.matchAll(/`(\w+)/g)])
  expect(calls.length).toBeGreaterThan(10)
  expect(calls.map(([, name]) => name!).filter((name) => !(name in app))).toEqual([])
})

const missingAws = spawnSync('aws', ['--version']).status !== 0
if (missingAws) console.warn("docs/emulator.md's command of the AWS CLI is not tried: no aws")

test.skipIf(missingAws)("the AWS CLI reads a Step's log", async () => {
  const app = await run(example({}))
  const order = { customer: 'Ada', email: 'ada@example.com', items: [{ sku: 'tea', quantity: 2, price: 4.5 }] }
  expect((await fetch(`${app.apiUrl}/orders`, post(order))).status).toBe(201)
  await app.idle()
  const group = app.resources().find(({ step, type }) => step === 'create-order' && type === 'AWS::Logs::LogGroup')!
  const { command } = commandsOf('docs/emulator.md').find(({ command }) => command.startsWith('aws logs '))!
  const [program, ...args] = command.replace('<endpoint>', app.endpoint).replace('<name>', group.physicalId).split(' ')
  const { stdout } = await promisify(execFile)(program!, args, {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_DEFAULT_REGION: 'eu-central-2',
      AWS_DEFAULT_OUTPUT: 'json',
    },
  })
  const { events } = JSON.parse(stdout) as { events: { message: string }[] }
  expect(events.map(({ message }) => message).join('\n')).toContain('order created')
})
