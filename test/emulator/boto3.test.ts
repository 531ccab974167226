/** The emulated services as Python sees them: programs beside this file drive each of them through boto3. */
import { expect, it, onTestFinished } from 'vitest'
import { functionResources, merge, writeAssembly } from '../../emulator/cloud/fixture.ts'
import { startEmulator } from '../../emulator/index.ts'
import { realClock, startServices } from '../../emulator/services/index.ts'
import { outcomesOf, python } from './boto3.ts'

const failed = (outcomes: Readonly<Record<string, string>>) =>
  Object.entries(outcomes).filter(([, outcome]) => outcome !== 'ok')

it.skipIf(!python)('boto3 finds SQS, SNS, EventBridge, DynamoDB and STS as on AWS', async () => {
  const services = await startServices({ clock: realClock() })
  onTestFinished(() => services.stop())
  const { endpoint, region } = services.context
  const outcomes = await outcomesOf('boto3_drive.py', { endpoint: endpoint(), region })
  expect(failed(outcomes)).toEqual([])
  expect(Object.keys(outcomes)).toHaveLength(10)
})

/** Writes a line, sends a subsegment, or fails, as the event says. */
const code = `import { createSocket } from 'node:dgram'
export async function handler({ say, annotate, fail }) {
  if (say) console.log(say)
  if (fail) throw new Error('as it was told')
  if (!annotate) return
  const [, root, parent] = /Root=([^;]+);Parent=([^;]+)/.exec(process.env._X_AMZN_TRACE_ID)
  const now = Date.now() / 1000
  const document = { type: 'subsegment', name: 'handler', id: '0123456789abcdef', trace_id: root, parent_id: parent,
    start_time: now, end_time: now, annotations: { note: annotate } }
  const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':')
  const socket = createSocket('udp4')
  const text = '{"format":"json","version":1}\\n' + JSON.stringify(document)
  await new Promise((sent) => socket.send(text, Number(port), host, () => socket.close(sent)))
}`

it.skipIf(!python)('boto3 finds stacks, logs and traces of what runs as on AWS', async () => {
  const cloud = await startEmulator({
    assembly: writeAssembly({
      ...merge(
        functionResources('Work', {
          code,
          properties: { LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'WorkLogs' } } },
        }),
        { resources: { WorkLogs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } } } },
      ),
      outputs: { Name: { Value: { Ref: 'Work' }, Description: 'a & <b>' } },
    }),
  })
  onTestFinished(() => cloud.stop())
  const outcomes = await outcomesOf('boto3_operations.py', cloud)
  expect(failed(outcomes)).toEqual([])
  expect(Object.keys(outcomes)).toHaveLength(5)
})
