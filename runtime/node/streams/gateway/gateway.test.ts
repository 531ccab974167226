import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTable, type TestTable } from '../../testing/dynamodb.ts'
import { functionEnvironment, setEnvironment } from '../../testing/environment.ts'
import { awsError, type FakeAws, startFakeAws } from '../../testing/fake-aws.ts'
import { lambdaContext } from '../../testing/invoke.ts'
import { captureLogs } from '../../testing/output.ts'
import { adapt, type GatewayOptions } from './index.ts'

let aws: FakeAws
let table: TestTable
let restore: () => void
let logs: ReturnType<typeof captureLogs>

beforeAll(async () => {
  table = await startTable()
  aws = await startFakeAws(table.url)
})
afterAll(async () => {
  await aws.close()
  await table.close()
})
beforeEach(() => {
  restore = setEnvironment({ ...functionEnvironment(aws.url), MOTIA_STEP: undefined, MOTIA_STREAMS: table.name })
  logs = captureLogs()
})
afterEach(async () => {
  logs.release()
  restore()
  aws.answer = () => undefined
  aws.calls.length = 0
  await table.clear()
})

const open = { streams: { todo: null } }

function ask(options: GatewayOptions, routeKey: string, event: object = {}, connectionId = 'c1=') {
  return adapt(options)({ ...event, requestContext: { routeKey, connectionId, requestId: 'r' } }, lambdaContext())
}

/** A client's message. */
function say(type: 'join' | 'leave', data: unknown, options: GatewayOptions = open, connectionId?: string) {
  return ask(options, type, { body: JSON.stringify({ type, data }) }, connectionId)
}

const inbox = { streamName: 'todo', groupId: 'inbox', subscriptionId: 's1' }

/** What was posted: to whom, and the message without its time. */
function told() {
  return aws.calls
    .filter(({ service }) => service === 'execute-api')
    .map(({ input }) => {
      const { timestamp, ...message } = JSON.parse(String(input['Data']))
      expect(Math.abs(timestamp - Date.now())).toBeLessThan(10_000)
      return [input['ConnectionId'], message] as const
    })
}

const refusal = (message: unknown) => ({ type: 'event', event: { type: 'error', data: { message } } })

test('a join of a group is kept and answered with what is there, in the order in which it was created', async () => {
  await table.put({ group: 'todo:inbox', key: 'item:b', value: { id: 'b' } })
  await table.put({ group: 'todo:inbox', key: 'item:a', value: { id: 'a' } })
  await say('join', inbox)
  expect(told()).toEqual([
    ['c1=', { streamName: 'todo', groupId: 'inbox', event: { type: 'sync', data: [{ id: 'a' }, { id: 'b' }] } }],
  ])
  const ttl = expect.toSatisfy((time: number) => Math.abs(time - Date.now() / 1000 - 7800) < 30)
  expect((await table.items()).filter(({ key }) => !key.startsWith('item:'))).toEqual([
    { group: '@connection:c1=', key: 'subscription:s1', value: { room: 'todo:inbox' }, version: 1, ttl },
    { group: 'todo:inbox', key: 'subscription:c1=:s1', value: { connectionId: 'c1=' }, version: 1, ttl },
  ])
})

test('a join of an item is answered when there is one', async () => {
  await say('join', { ...inbox, id: 'a' })
  expect(told()).toEqual([])
  await table.put({ group: 'todo:inbox', key: 'item:a', value: { id: 'a', n: 1 } })
  await say('join', { ...inbox, id: 'a' })
  expect(told()).toEqual([
    ['c1=', { streamName: 'todo', groupId: 'inbox', id: 'a', event: { type: 'sync', data: { id: 'a', n: 1 } } }],
  ])
  expect((await table.items()).map(({ group, key }) => [group, key])).toContainEqual([
    'todo:inbox:a',
    'subscription:c1=:s1',
  ])
})

test('leave and disconnect leave nothing behind', async () => {
  await say('join', inbox)
  await say('join', { ...inbox, id: 'a', subscriptionId: 's2' })
  await say('join', { ...inbox, subscriptionId: 's3' }, open, 'c2=')
  await say('leave', inbox)
  expect((await table.items()).map(({ key }) => key)).toEqual([
    'subscription:s2',
    'subscription:s3',
    'subscription:c2=:s3',
    'subscription:c1=:s2',
  ])
  await ask(open, '$disconnect')
  expect((await table.items()).map(({ key }) => key)).toEqual(['subscription:s3', 'subscription:c2=:s3'])
})
