/** What Lambda itself tells of a function, in X-Ray and in its logs, and that a restart does not forget it. */
import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { BatchGetTracesCommand, GetTraceSummariesCommand, XRayClient } from '@aws-sdk/client-xray'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../../test/temporary.ts'
import { type Emulator, startEmulator } from '../index.ts'
import { functionResources, writeAssembly } from './fixture.ts'

const code = 'export const handler = ({ hang }) => (hang ? new Promise(() => setInterval(() => {}, 1e6)) : 1)'
const source = functionResources('Work', { code, properties: { Timeout: 1 } })

async function start(directory?: string) {
  const cloud = await startEmulator({ assembly: writeAssembly(source), ...(directory !== undefined && { directory }) })
  onTestFinished(() => cloud.stop())
  return cloud
}

const optionsOf = ({ endpoint, region }: Emulator) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})

async function tracesOf(cloud: Emulator, FilterExpression: string) {
  const client = new XRayClient(optionsOf(cloud))
  const EndTime = new Date(Date.now() + 60_000)
  const StartTime = new Date(Date.now() - 60_000)
  const { TraceSummaries } = await client.send(new GetTraceSummariesCommand({ StartTime, EndTime, FilterExpression }))
  if (!TraceSummaries?.length) return []
  const { Traces } = await client.send(new BatchGetTracesCommand({ TraceIds: TraceSummaries.map(({ Id }) => Id!) }))
  client.destroy()
  return Traces!.map(({ Segments }) => Segments!.map(({ Document }) => JSON.parse(Document!) as object))
}

it('an invocation is two segments, the function below the service', async () => {
  const cloud = await start()
  await cloud.invoke('Work')
  expect(await tracesOf(cloud, 'ok')).toMatchObject([
    [
      { origin: 'AWS::Lambda', http: { response: { status: 200 } }, aws: { request_id: expect.any(String) } },
      { origin: 'AWS::Lambda::Function', subsegments: [{ name: 'Init', end_time: expect.any(Number) }] },
    ],
  ])
})

it('a timeout is a fault, and a line of its log', async () => {
  const directory = temporaryFolder('motia-aws-data-')
  const cloud = await start(directory)
  await cloud.invoke('Work', { hang: true })
  const message = expect.stringMatching(/Sandbox\.Timedout: .*Task timed out after 1\.00 seconds/)
  const failed = [
    [
      { origin: 'AWS::Lambda', fault: true },
      { origin: 'AWS::Lambda::Function', fault: true, cause: { exceptions: [{ type: 'Sandbox.Timedout' }] } },
    ],
  ]
  expect(await tracesOf(cloud, 'fault')).toMatchObject(failed)

  const client = new CloudWatchLogsClient(optionsOf(cloud))
  const { logGroups } = await client.send(new DescribeLogGroupsCommand({}))
  const { logGroupName } = logGroups![0]!
  expect(logGroupName).toMatch(/^\/aws\/lambda\//)
  const { events } = await client.send(new FilterLogEventsCommand({ logGroupName }))
  client.destroy()
  expect(events!.map((event) => JSON.parse(event.message!) as object)).toEqual([
    { timestamp: expect.any(String), level: 'ERROR', requestId: expect.any(String), message },
  ])

  await cloud.stop()
  expect(await tracesOf(await start(directory), 'fault')).toMatchObject(failed)
})
