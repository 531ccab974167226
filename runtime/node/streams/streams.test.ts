import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { execute } from '../invocation/execute.ts'
import { createRun, type Run } from '../invocation/run.ts'
import { startTable, type TestTable } from '../testing/dynamodb.ts'
import { functionEnvironment, setEnvironment } from '../testing/environment.ts'
import { awsError, type FakeAws, type RecordedCall, startFakeAws } from '../testing/fake-aws.ts'
import { lambdaContext } from '../testing/invoke.ts'
import { captureLogs } from '../testing/output.ts'
import { createStreams } from './streams.ts'

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
  restore = setEnvironment({ ...functionEnvironment(aws.url), MOTIA_STREAMS: table.name })
  logs = captureLogs()
})
afterEach(async () => {
  logs.release()
  restore()
  aws.answer = () => undefined
  aws.calls.length = 0
  await table.clear()
})

function newRun(): Run {
  return createRun({
    step: 'work',
    trigger: 'event',
    lambda: lambdaContext(),
    header: undefined,
    traceId: 't',
    parentId: 'p',
    hop: 0,
  })
}

const stream = () => createStreams(newRun())['todo']!

async function subscribe(room: string, connectionId: string, subscriptionId = 's'): Promise<void> {
  await table.put({ group: room, key: `subscription:${connectionId}:${subscriptionId}`, value: { connectionId } })
}

const isPost = ({ service, status }: RecordedCall): boolean => service === 'execute-api' && status === 200

/** What each connection was posted, without its time. */
function told(): { to: string; message: Record<string, unknown> }[] {
  return aws.calls.filter(isPost).map(({ input }) => {
    const { timestamp, ...message } = JSON.parse(String(input['Data']))
    expect(timestamp).toBeCloseTo(Date.now(), -4)
    return { to: String(input['ConnectionId']), message }
  })
}

test('set, get, getGroup and delete', async () => {
  expect(await stream().get('inbox', '1')).toBeNull()
  expect(await stream().set('inbox', '1', { title: 'a' })).toEqual({ id: '1', title: 'a' })
  expect(await stream().set('inbox', '1', { title: 'b' })).toEqual({ id: '1', title: 'b' })
  expect(await stream().get('inbox', '1')).toEqual({ id: '1', title: 'b' })
  expect(await stream().getGroup('inbox')).toEqual([{ id: '1', title: 'b' }])
  expect(await stream().delete('inbox', '1')).toEqual({ id: '1', title: 'b' })
  expect(await stream().delete('inbox', '1')).toBeNull()
  expect(await stream().getGroup('inbox')).toEqual([])
})

test('a group is in the order in which its items were created', async () => {
  for (const id of ['c', 'a', 'b']) await stream().set('inbox', id, {})
  await stream().set('inbox', 'c', { again: true })
  await stream().delete('inbox', 'a')
  await stream().set('inbox', 'a', {})
  expect((await stream().getGroup('inbox')).map(({ id }) => id)).toEqual(['c', 'b', 'a'])
})

test('what nobody awaits is told in the order of the calls, and as it was when it was called', async () => {
  await subscribe('todo:inbox:1', 'c')
  const run = newRun()
  await execute(run, () => {
    const { todo } = createStreams(run) as ReturnType<typeof createStreams> & { todo: ReturnType<typeof stream> }
    const data = { n: 0 }
    for (data.n = 1; data.n <= 8; data.n++) void todo.set('inbox', '1', data)
    void todo.send({ groupId: 'inbox', id: '1' }, { type: 'done', data })
    data.n = 100
  })
  expect(told().map(({ message }) => message['event'])).toEqual([
    { type: 'create', data: { n: 1, id: '1' } },
    ...Array.from({ length: 7 }, (_, index) => ({ type: 'update', data: { n: index + 2, id: '1' } })),
    { type: 'event', event: { type: 'done', data: { n: 9 } } },
  ])
  const times = aws.calls.filter(isPost).map(({ input }) => JSON.parse(String(input['Data'])).timestamp)
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
})

test('a set that fails does not hold up the next one', async () => {
  const failures = { left: 1 }
  aws.answer = ({ action }) =>
    action === 'UpdateItem' && failures.left-- > 0 ? awsError('AccessDeniedException') : undefined
  const outcomes = await Promise.allSettled([
    stream().set('inbox', '1', { n: 1 }),
    stream().set('inbox', '1', { n: 2 }),
  ])
  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { code: 'AccessDeniedException' } },
    { status: 'fulfilled', value: { n: 2, id: '1' } },
  ])
})

test('at most 32 clients are told at once, each of them once', async () => {
  const connections = Array.from({ length: 100 }, (_, index) => `c${index}`)
  await Promise.all(connections.map((connection) => subscribe('todo:inbox', connection)))
  let most = 0
  let now = 0
  aws.answer = async ({ service }) => {
    if (service !== 'execute-api') return undefined
    most = Math.max(most, ++now)
    await setTimeout(20)
    now--
    return undefined
  }
  await stream().set('inbox', '1', {})
  expect(
    told()
      .map(({ to }) => to)
      .sort(),
  ).toEqual(connections.toSorted())
  expect(most).toBe(32)
})

test('a message is posted where the environment says, signed for API Gateway', async () => {
  await subscribe('todo:inbox', 'a/b=')
  await stream().send({ groupId: 'inbox' }, { type: 'hi', data: 1 })
  const [post] = aws.calls.filter(isPost)
  expect(post!.path).toBe('/@connections/a%2Fb%3D')
  expect(post!.headers.authorization).toContain('/eu-north-1/execute-api/aws4_request')
  const back = setEnvironment({
    AWS_ENDPOINT_URL: undefined,
    AWS_ENDPOINT_URL_DYNAMODB: aws.url,
    MOTIA_STREAMS_ENDPOINT: `${aws.url}/live`,
  })
  await stream().send({ groupId: 'inbox' }, { type: 'hi', data: 2 })
  back()
  expect(aws.calls.filter(isPost).at(-1)!.path).toBe('/live/@connections/a%2Fb%3D')
})

test('throttling is tried again, and what cannot be posted is one warning', async () => {
  await Promise.all(['c1', 'c2', 'c3'].map((connection) => subscribe('todo:inbox', connection)))
  const throttled = new Set<unknown>()
  aws.answer = ({ service, input }) => {
    if (service !== 'execute-api') return undefined
    if (input['ConnectionId'] !== 'c1') return awsError('ForbiddenException', 403)
    if (throttled.has('c1')) return undefined
    throttled.add('c1')
    return awsError('LimitExceededException', 429)
  }
  await stream().set('inbox', '1', {})
  expect(told().map(({ to }) => to)).toEqual(['c1'])
  expect(logs.lines).toMatchObject([
    {
      level: 'WARN',
      message: '2 of 3 clients could not be told of a change of stream "todo"',
      groupId: 'inbox',
      id: '1',
      error: { code: 'ForbiddenException', status: 403 },
    },
  ])
})

test('without the right to use streams a call says so', async () => {
  const back = setEnvironment({ MOTIA_STREAMS: undefined })
  await expect(stream().get('inbox', '1')).rejects.toThrow('environment variable MOTIA_STREAMS is not set')
  back()
})

describe('what cannot be stored or told is refused', () => {
  const circle: Record<string, unknown> = {}
  circle['circle'] = circle
  test.each([
    ['no group', () => stream().get(undefined as never, '1'), 'groupId is undefined'],
    ['no id', () => stream().delete('inbox', ''), 'id is ""'],
    ['no channel', () => stream().send(undefined as never, { type: 'a', data: 1 }), 'groupId is undefined'],
    ['no type', () => stream().send({ groupId: 'inbox' }, {} as never), 'has the type undefined'],
    ['a list', () => stream().set('inbox', '1', [1] as never), 'is an array: give an object'],
    ['a text', () => stream().set('inbox', '1', 'text' as never), 'is text: give an object'],
    ['null', () => stream().set('inbox', '1', null as never), 'is null: give an object'],
    ['a circle', () => stream().set('inbox', '1', circle), 'cannot be written as JSON'],
    ['a circle to send', () => stream().send({ groupId: 'inbox' }, { type: 'a', data: circle }), 'cannot be written'],
  ])('%s', async (_, call, message) => {
    await expect(call()).rejects.toThrow(message)
    expect(aws.calls).toEqual([])
  })
})

test('streams is what handlers may copy, take apart and await', async () => {
  const streams = createStreams(newRun()) as Readonly<Record<string, unknown>>
  expect({ ...streams }).toEqual({})
  expect(JSON.stringify(streams)).toBe('{}')
  expect(await streams).toBe(streams)
  expect(Object.keys(streams['some name'] as object)).toEqual(['get', 'set', 'delete', 'getGroup', 'send'])
})
