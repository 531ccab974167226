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

test('a join of a group is kept for as long as a connection may last, and answered with what is there', async () => {
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

test('what changed while a client was told is told again', async () => {
  await table.put({ group: 'todo:inbox', key: 'item:a', value: { id: 'a' } })
  aws.answer = async ({ service }) => {
    if (service === 'execute-api') await table.put({ group: 'todo:inbox', key: 'item:b', value: { id: 'b' } })
    return undefined
  }
  await say('join', inbox)
  expect(told().map(([, { event }]) => event.type)).toEqual(['sync', 'create'])
})

describe('a join is refused, with the reason, and nothing is kept', () => {
  const long = 'x'.repeat(300)
  test.each([
    ['an unknown stream', { ...inbox, streamName: 'else' }, 'there is no stream "else"'],
    [
      'no stream',
      { ...inbox, streamName: undefined },
      'name is undefined in a call of stream "undefined": give a text',
    ],
    ['no group', { ...inbox, groupId: undefined }, 'groupId is undefined'],
    [
      'a subscription id that is no text',
      { ...inbox, subscriptionId: 7 },
      'subscriptionId must be a text of at most 256',
    ],
    ['half a character', { ...inbox, subscriptionId: '\ud800' }, 'subscriptionId must be a text of at most 256'],
    ['too long a subscription id', { ...inbox, subscriptionId: long }, 'subscriptionId must be a text of at most 256'],
    ['too long an id', { ...inbox, id: long.repeat(4) }, 'longer than the 1024 bytes'],
    ['no data', undefined, 'name is undefined'],
    ['data that is none', 'text', 'name is undefined'],
  ])('%s', async (_, data, reason) => {
    await say('join', data)
    expect(told()).toMatchObject([['c1=', { event: refusal(expect.stringContaining(reason)) }]])
    expect(await table.items()).toEqual([])
  })
})

test("a client of one's own may do without ids of subscriptions", async () => {
  await say('join', { streamName: 'todo', groupId: 'inbox' })
  expect((await table.items()).map(({ key }) => key)).toEqual(['subscription:default', 'subscription:c1=:default'])
  await say('leave', { streamName: 'todo', groupId: 'inbox' })
  expect(await table.items()).toEqual([])
})

test('a leave of what was never joined, of nothing, and other messages are ignored', async () => {
  for (const data of [inbox, undefined, 'text', { ...inbox, groupId: 7 }]) await say('leave', data)
  expect(await ask(open, '$default', { body: 'ping' })).toEqual({ statusCode: 200 })
  expect(told()).toEqual([])
  expect(await table.items()).toEqual([])
})

describe('canAccess', () => {
  const options = (canAccess: unknown) => ({ streams: { todo: { config: { canAccess } } } }) as GatewayOptions

  test('is asked with the place and what authenticate returned', async () => {
    const asked: unknown[] = []
    const guarded = {
      ...options((...given: unknown[]) => asked.push(given) > 0),
      auth: { default: { streamAuth: { authenticate: () => ({ user: 'me' }) } } },
    }
    await ask(guarded, '$connect')
    await say('join', inbox, guarded)
    await say('join', { ...inbox, id: 'a' }, guarded)
    await say('join', inbox, guarded, 'other')
    expect(asked).toEqual([
      [{ groupId: 'inbox' }, { user: 'me' }],
      [{ groupId: 'inbox', id: 'a' }, { user: 'me' }],
      [{ groupId: 'inbox' }, null],
    ])
    expect(told().map(([, { event }]) => event.type)).toEqual(['sync', 'sync'])
    await ask(guarded, '$disconnect')
    expect((await table.items()).filter(({ group }) => group.includes('c1='))).toEqual([])
  })

  test.each([
    ['says no', () => false],
    ['says no later', async () => false],
    ['says nothing', () => undefined],
    [
      'throws',
      () => {
        throw new Error('boom')
      },
    ],
  ])('keeps a client out when it %s', async (_, canAccess) => {
    await say('join', inbox, options(canAccess))
    expect(told()).toEqual([
      ['c1=', { streamName: 'todo', groupId: 'inbox', event: refusal('access to stream "todo" is denied') }],
    ])
    expect(await table.items()).toEqual([])
  })

  test.each([
    ['named exports', (config: object) => ({ config })],
    ['a default export', (config: object) => ({ default: { config } })],
    ['a config that is the default export', (config: object) => ({ default: config })],
    ['CommonJS', (config: object) => ({ default: { default: { config } } })],
  ])('is found in %s, and keeps its this', async (_, exported) => {
    const config = { allowed: true, canAccess: (): boolean => config.allowed }
    const asThis = {
      ...config,
      canAccess(this: typeof config) {
        return this.allowed
      },
    }
    await say('join', inbox, { streams: { todo: exported(asThis) } })
    expect(told()).toMatchObject([['c1=', { event: { type: 'sync' } }]])
  })

  test.each([{ config: {} }, {}, { default: null }])('that is not there lets nobody in: %j', async (exported) => {
    const options = { streams: { todo: exported, free: null } }
    await say('join', inbox, options)
    await say('join', { ...inbox, streamName: 'free' }, options)
    expect(told().map(([, { event }]) => event)).toEqual([
      refusal('access to stream "todo" is denied'),
      { type: 'sync', data: [] },
    ])
    expect(logs.lines).toMatchObject([
      { level: 'ERROR', errorMessage: expect.stringContaining('stream "todo" exports no config with canAccess') },
    ])
  })

  test('streamAuth that is not there is an error at once', () => {
    expect(() => adapt({ streams: {}, auth: {} })).toThrow('motia.config exports no streamAuth')
  })
})

describe('$connect', () => {
  const withAuth = (authenticate: (request: { headers: object; url?: string }) => unknown) =>
    ({ streams: { todo: null }, auth: { streamAuth: { authenticate } } }) as GatewayOptions

  test('without authenticate lets everybody in and keeps nothing', async () => {
    expect(await ask(open, '$connect')).toEqual({ statusCode: 200 })
    expect(aws.calls).toEqual([])
  })

  test('gives authenticate headers in lower case and the query', async () => {
    const asked: unknown[] = []
    const event = {
      headers: { Host: 'h', 'Sec-WebSocket-Protocol': 'Authorization, token' },
      queryStringParameters: { authToken: 'b', x: '1 &' },
      multiValueQueryStringParameters: { authToken: ['a', 'b'], x: ['1 &'] },
    }
    const options = withAuth((request) => void asked.push(request))
    expect(await ask(options, '$connect', event)).toEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'Authorization' },
    })
    await ask(options, '$connect')
    expect(asked).toEqual([
      {
        headers: { host: 'h', 'sec-websocket-protocol': 'Authorization, token' },
        url: '/?authToken=a&authToken=b&x=1+%26',
      },
      { headers: {}, url: '/' },
    ])
    expect(await table.items()).toEqual([])
  })

  test('refuses whom authenticate throws at, with the reason in the log alone', async () => {
    const options = withAuth(async () => {
      throw new Error('bad token')
    })
    expect(await ask(options, '$connect')).toEqual({ statusCode: 401 })
    expect(logs.lines).toMatchObject([{ level: 'WARN', step: 'streams', errorMessage: 'bad token' }])
  })

  test('keeps what authenticate returned for as long as a connection may last', async () => {
    await ask(
      withAuth(() => ({ user: 'me' })),
      '$connect',
    )
    const ttl = expect.toSatisfy((time: number) => Math.abs(time - Date.now() / 1000 - 7800) < 30)
    expect(await table.items()).toEqual([
      { group: '@connection:c1=', key: 'context', value: { user: 'me' }, version: 1, ttl },
    ])
  })
})

test('a client that is gone before it is answered is no failure, AWS that refuses is one', async () => {
  await table.put({ group: 'todo:inbox', key: 'item:a', value: { id: 'a' } })
  aws.answer = ({ service }) => (service === 'execute-api' ? awsError('GoneException', 410) : undefined)
  expect(await say('join', inbox)).toEqual({ statusCode: 200 })
  aws.answer = ({ action }) => (action === 'UpdateItem' ? awsError('AccessDeniedException') : undefined)
  await expect(say('join', inbox)).rejects.toThrow('AccessDeniedException')
  expect(logs.lines).toMatchObject([{ level: 'ERROR', message: 'route join of streams failed' }])
})

test('a client that does not read, or asks with more than it can be told, is no failure', async () => {
  aws.answer = ({ service }) => (service === 'execute-api' ? awsError('LimitExceededException', 429) : undefined)
  expect(await say('join', inbox)).toEqual({ statusCode: 200 })
  expect(logs.lines).toMatchObject([{ level: 'WARN', message: 'a client that joined does not read what it is sent' }])
  aws.calls.length = 0
  expect(await say('join', { ...inbox, streamName: 'x'.repeat(100_000) })).toEqual({ statusCode: 200 })
  expect(told()).toEqual([])
})

test('a group with an item too large for a message is sent without it, and says so', async () => {
  await table.put({ group: 'todo:inbox', key: 'item:a', value: { id: 'a', text: 'x'.repeat(140_000) } })
  await table.put({ group: 'todo:inbox', key: 'item:b', value: { id: 'b' } })
  await say('join', inbox)
  expect(told().map(([, { event }]) => event)).toEqual([{ type: 'sync', data: [{ id: 'b' }] }])
  expect(logs.lines).toMatchObject([{ level: 'WARN', groupId: 'inbox', ids: ['a'] }])
  await say('join', { ...inbox, id: 'a' })
  expect(told()).toHaveLength(1)
  expect(logs.lines).toMatchObject([{}, { level: 'WARN', groupId: 'inbox', ids: ['a'] }])
})
