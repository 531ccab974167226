import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogStore, logsApi } from '../../emulator/cloud/cloudwatch-logs/index.ts'
import { nothingDeployed } from '../../emulator/cloud/deploy/index.ts'
import type { Services } from '../../emulator/ports.ts'
import { clientOptions } from '../../emulator/services/fixture.ts'
import { realClock, startServices } from '../../emulator/services/index.ts'
import { lastFailures } from './last-failure.ts'
import { readLetter } from './letter.ts'

const start = Date.parse('2026-11-22T09:00:00Z')
let services: Services
let client: CloudWatchLogsClient
let store: ReturnType<typeof createLogStore>

beforeAll(async () => {
  services = await startServices({ clock: realClock() })
  store = createLogStore(services.context.clock)
  services.addApi(logsApi(services.context, () => nothingDeployed, store))
  client = new CloudWatchLogsClient(clientOptions(services))
})

afterAll(async () => {
  client.destroy()
  await services.stop()
})

let groups = 0

/** What the lines, a second apart, tell of a message. */
async function told(lines: readonly (object | string)[], body: object = envelope('a'), sent = start) {
  const group = `/aws/lambda/${++groups}`
  lines.forEach((line, second) => {
    const text = typeof line === 'string' ? line : JSON.stringify(line)
    store.add({ group, stream: 's', timestamp: start + second * 1_000, text })
  })
  if (lines.length === 0) store.add({ group, stream: 's', timestamp: start, text: 'nothing of interest' })
  const attributes = { SentTimestamp: String(sent) }
  const letter = readLetter({ MessageId: 'sqs-1', Body: JSON.stringify(body), Attributes: attributes }, false)
  return (await lastFailures(client, group, [letter], 'they are gone')).get(letter)
}

const traceId = '1-5759e988-bd862e3fe1be46a994272793'
const envelope = (id: string) => ({ v: 1, id, topic: 'paid', data: {}, traceId })
const line = (requestId: string, more: object = {}) => ({ level: 'INFO', requestId, step: 'pay', traceId, ...more })
const failed = (messageId: string, attempt: number, errorMessage: string, stackTrace: string[] = []) =>
  line('r', { level: 'ERROR', errorType: 'RangeError', errorMessage, stackTrace, messageId, attempt })

test('the last try of the very message counts, whatever else its flow failed with', async () => {
  const stack = [
    'RangeError: no',
    'at check (/var/task/node_modules/x/index.js:1:2)',
    'at pay (/var/task/steps/pay.step.ts:5:9)',
  ]
  expect(await told([failed('a', 1, 'first'), failed('a', 2, 'second', stack), failed('b', 1, "another's")])).toEqual({
    failure: {
      reason: 'RangeError: second',
      frame: 'steps/pay.step.ts:5:9, in pay',
      failedAt: '2026-11-22T09:00:01.000Z',
      attempt: 2,
    },
  })
})

test('Python tells its innermost frame last', async () => {
  const stack = [
    'Traceback (most recent call last):',
    'File "/var/task/motia/adapters/event.py", line 46, in handle',
    'await execute(run, work)',
    'File "/var/task/steps/pay_step.py", line 7, in inner',
    'raise KeyError(1)',
    'KeyError: 1',
  ]
  expect(await told([failed('a', 1, '1', stack)])).toMatchObject({
    failure: { frame: 'steps/pay_step.py:7, in inner' },
  })
})

test("somebody else's message is known by the id that SQS gave it", async () => {
  expect(await told([failed('sqs-1', 1, 'no')], { any: 'thing' })).toMatchObject({
    failure: { reason: 'RangeError: no' },
  })
})

test.each<[string, readonly (object | string)[], string]>([
  [
    'as the emulator says it',
    [
      {
        level: 'ERROR',
        requestId: 'r2',
        message: 'Sandbox.Timedout: RequestId: r2 Error: Task timed out after 2.00 seconds',
      },
    ],
    'Sandbox.Timedout: Task timed out after 2.00 seconds',
  ],
  [
    'as Lambda reports it in JSON',
    [{ time: '', type: 'platform.report', record: { requestId: 'r2', status: 'timeout', metrics: {} } }],
    'it ended with timeout',
  ],
  [
    'as a runtime tells what nobody caught',
    [{ level: 'ERROR', requestId: 'r2', message: { errorType: 'TypeError', errorMessage: 'late', stackTrace: [] } }],
    'TypeError: late',
  ],
])('what ended before it could be logged is told by its request: %s', async (_, lines, reason) => {
  const good = { time: '', type: 'platform.report', record: { requestId: 'r1', status: 'success', metrics: {} } }
  expect(await told([line('r1'), good, line('r2'), ...lines])).toMatchObject({ failure: { reason } })
})

test('what cannot be told apart is not: two messages of a flow ended in different ways', async () => {
  const stopped = (requestId: string, message: string) => ({ level: 'ERROR', requestId, message })
  expect(await told([line('r1'), line('r2'), stopped('r1', 'exit 3'), stopped('r2', 'timeout')])).toEqual({
    note: 'the logs have no error of this message; messages of its trace ended with exit 3 (2026-11-22T09:00:02.000Z), timeout (2026-11-22T09:00:03.000Z)',
  })
})

test('a function that cannot start is a guess, if it failed since the message was sent', async () => {
  const unable = [{ level: 'FATAL', message: { errorType: 'Runtime.ImportModuleError', errorMessage: 'no module x' } }]
  expect(await told(unable)).toEqual({
    note: "the logs have no error of this message; the function's last one since: Runtime.ImportModuleError: no module x (2026-11-22T09:00:00.000Z)",
  })
  expect(await told(unable, envelope('a'), start + 1)).toEqual({
    note: 'the logs have no error of this message: they are gone',
  })
})

test('an error that the handler only logged is none', async () => {
  expect(await told([line('r', { level: 'ERROR', message: 'low stock' })])).toEqual({
    note: 'the logs have no error of this message: they are gone',
  })
})
