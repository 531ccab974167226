import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRun } from '../invocation/run.ts'
import { startTable, type TestTable } from '../testing/dynamodb.ts'
import { functionEnvironment, setEnvironment } from '../testing/environment.ts'
import { awsError, type FakeAws, startFakeAws } from '../testing/fake-aws.ts'
import { lambdaContext } from '../testing/invoke.ts'
import { createMotiaState } from './motia-state.ts'
import { createState } from './state.ts'

let table: TestTable
let aws: FakeAws
let restore: () => void

beforeAll(async () => {
  table = await startTable()
  aws = await startFakeAws(table.url)
  restore = setEnvironment(functionEnvironment(aws.url))
})
afterAll(async () => {
  restore()
  await aws.close()
  await table.close()
})
beforeEach(() => {
  aws.calls.length = 0
})
afterEach(() => {
  aws.answer = () => undefined
})

const run = () =>
  createRun({
    step: 'test',
    trigger: 'event',
    lambda: lambdaContext(),
    parentId: 'p',
    traceId: '1-5759e988-bd862e3fe1be46a994272793',
    hop: 0,
    header: undefined,
  })
const state = createState(run())
const motia = createMotiaState(run())

test('set, get, delete', async () => {
  expect(await state.get('basic:1')).toBeNull()
  expect(await state.set('basic:1', { a: 1 })).toEqual({ a: 1 })
  expect(await state.get('basic:1')).toEqual({ a: 1 })
  expect(await state.delete('basic:1')).toEqual({ a: 1 })
  expect(await state.delete('basic:1')).toBeNull()
  expect(await state.get('basic:1')).toBeNull()
})

test('both dialects see the same items', async () => {
  await state.set('shared:a:b', 1)
  expect(await motia.get('shared', 'a:b')).toBe(1)
  await motia.set('shared', 'c', 2)
  expect(await state.query({ prefix: 'shared:' })).toEqual([
    ['shared:a:b', 1],
    ['shared:c', 2],
  ])
  expect(await motia.getGroup('shared')).toEqual([1, 2])
  expect(await state.group('shared').get('c')).toBe(2)
  await state.set('plain', 3)
  expect(await motia.get('_', 'plain')).toBe(3)
})

test('any JSON value, any key, comes back as JSON would bring it', async () => {
  const key = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => !text.startsWith(':') && !text.endsWith(':'))
  await fc.assert(
    fc.asyncProperty(key, fc.jsonValue({ stringUnit: 'binary' }), async (name, value) => {
      await state.set(name, value)
      expect(await state.get(name)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
    { numRuns: 40 },
  )
})

test.each([
  ['a Date is its ISO text', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
  ['undefined fields go', { a: undefined, b: [undefined] }, { b: [null] }],
  ['nested empty values stay', { a: {}, b: [], c: '', d: null }, { a: {}, b: [], c: '', d: null }],
  ['numbers are numbers', [0.1, -5, 1e21, 9007199254740991], [0.1, -5, 1e21, 9007199254740991]],
])('%s', async (_, value, expected) => {
  await state.set('shape:1', value)
  expect(await state.get('shape:1')).toEqual(expected)
})

test.each([
  ['undefined', undefined, 'is undefined: store null, or delete the item'],
  ['a function', () => 1, 'is function'],
  ['a big integer', { n: 10n }, 'BigInt'],
])('refuses %s', async (_, value, message) => {
  await expect(state.set('bad:1', value)).rejects.toMatchObject({
    name: 'InvalidStateValueError',
    message: expect.stringContaining(message),
  })
  await expect(motia.set('bad', '1', value)).rejects.toMatchObject({ name: 'InvalidStateValueError' })
})

test('refuses an item above 400 KB before calling AWS, and takes one just below', async () => {
  await expect(state.set('big:1', 'x'.repeat(409_600))).rejects.toMatchObject({
    name: 'StateItemTooLargeError',
    limit: 409_600,
    size: expect.any(Number),
  })
  await expect(state.set('big:1', 'ä'.repeat(204_800))).rejects.toMatchObject({ name: 'StateItemTooLargeError' })
  expect(aws.calls).toHaveLength(0)
  await state.set('big:1', 'x'.repeat(409_400))
  expect(await state.get<string>('big:1')).toHaveLength(409_400)
})

test.each([
  ['', 'the key of a state item is ""'],
  ['order:', 'the key of a state item is ""'],
  [':1', 'the group of a state item is ""'],
  [`a:${'x'.repeat(1025)}`, 'is 1025 bytes'],
])('refuses the key %j', async (key, message) => {
  await expect(state.get(key)).rejects.toMatchObject({
    name: 'InvalidStateKeyError',
    message: expect.stringContaining(message),
  })
})

test('the second argument of 0.x that was forgotten is named', async () => {
  await expect(motia.get('order', undefined as never)).rejects.toThrow('the key of a state item is undefined')
  for (const refused of [
    state.get(undefined as never),
    state.set(undefined as never, 1),
    state.delete(5 as never),
    state.update(null as never, () => 1),
    state.query({} as never),
    state.group(undefined as never).get('a'),
  ]) {
    await expect(refused).rejects.toMatchObject({ name: 'InvalidStateKeyError' })
  }
})

test('a value is stored as it was when set was called', async () => {
  const value = { n: 1 }
  const written = state.set('snapshot:1', value)
  value.n = 2
  await written
  expect(await state.get('snapshot:1')).toEqual({ n: 1 })
})

test('a ttl that is no number is refused', async () => {
  await expect(state.set('ttl:x', 1, { ttl: Number.NaN })).rejects.toMatchObject({ name: 'InvalidStateValueError' })
})

test('query: prefix, filter, limit, over several pages', async () => {
  const group = state.group('pages')
  const long = 'x'.repeat(300_000)
  await Promise.all(Array.from({ length: 8 }, (_, n) => group.set(`k${n}`, { n, long })))
  aws.calls.length = 0
  const found = await state.query<{ n: number }>({ prefix: 'pages:', filter: ({ n }) => n % 2 === 1, limit: 3 })
  expect(found.map(([key, { n }]) => [key, n])).toEqual([
    ['pages:k1', 1],
    ['pages:k3', 3],
    ['pages:k5', 5],
  ])
  expect(aws.calls.filter(({ action }) => action === 'Query').length).toBeGreaterThan(1)
  expect((await state.query({ prefix: 'pages:k7' })).map(([key]) => key)).toEqual(['pages:k7'])
  expect((await group.query({ prefix: 'k7' })).map(([key]) => key)).toEqual(['k7'])
  expect(await group.query({ limit: 0 })).toEqual([])
  expect(await state.query({ prefix: 'nothing:' })).toEqual([])
  await motia.clear('pages')
  expect(await motia.getGroup('pages')).toEqual([])
})

test('every read is consistent', async () => {
  await state.get('c:1')
  await state.query({ prefix: 'c:' })
  await state.update('c:1', () => 1)
  const reads = aws.calls.filter(({ action }) => action === 'GetItem' || action === 'Query')
  expect(reads.map(({ input }) => input['ConsistentRead'])).toEqual([true, true, true])
})

test('ttl is seconds from now, goes with the next set, stays with an update', async () => {
  const now = Math.floor(Date.now() / 1000)
  const ttl = async () => (await table.items()).find(({ group, key }) => group === 'ttl' && key === '1')?.ttl
  await state.set('ttl:1', 1, { ttl: 60 })
  expect((await ttl())! - now).toBeGreaterThanOrEqual(60)
  expect((await ttl())! - now).toBeLessThanOrEqual(65)
  await state.update<number>('ttl:1', (n) => n! + 1)
  expect(await ttl()).toBeDefined()
  await state.update<number>('ttl:1', (n) => n! + 1, { ttl: 600 })
  expect((await ttl())! - now).toBeGreaterThanOrEqual(600)
  await state.set('ttl:1', 2)
  expect(await ttl()).toBeUndefined()
})

test('an expired item that DynamoDB has not deleted yet does not exist', async () => {
  const past = Math.floor(Date.now() / 1000) - 10
  for (const key of ['1', '2']) await table.put({ group: 'expired', key, value: 'old', ttl: past })
  expect(await state.get('expired:1')).toBeNull()
  expect(await state.query({ prefix: 'expired:' })).toEqual([])
  expect(await motia.getGroup('expired')).toEqual([])
  expect(await state.delete('expired:2')).toBeNull()
  expect(await state.update<string>('expired:1', (old) => old ?? 'new')).toBe('new')
  expect(await state.get('expired:1')).toBe('new')
})

test('concurrent updates lose nothing', async () => {
  await Promise.all(Array.from({ length: 8 }, () => state.update<number>('count:1', (n) => (n ?? 0) + 1)))
  expect(await state.get('count:1')).toBe(8)
  expect((await table.items()).find(({ group }) => group === 'count')?.version).toBe(8)
})

test('update sees an item that was deleted and made anew in between', async () => {
  await state.set('aba:1', 'first')
  let tries = 0
  const result = await state.update<string>('aba:1', async (current) => {
    if (++tries === 1) {
      await state.delete('aba:1')
      await state.set('aba:1', 'second')
    }
    return `${current}+`
  })
  expect([result, tries]).toEqual(['second+', 2])
})

test('update gives up when others always win', async () => {
  aws.answer = ({ action }) => (action === 'UpdateItem' ? awsError('ConditionalCheckFailedException') : undefined)
  await expect(createState({ ...run(), lambda: lambdaContext(1000) }).update('lost:1', () => 1)).rejects.toMatchObject({
    name: 'StateConflictError',
  })
})

test("an error of update's function is the call's", async () => {
  await expect(
    state.update('thrown:1', () => {
      throw new RangeError('no')
    }),
  ).rejects.toThrow(RangeError)
})

test('without a table says that the Step may not use state', async () => {
  const back = setEnvironment({ MOTIA_TABLE: undefined })
  await expect(state.get('a:1')).rejects.toMatchObject({ name: 'MissingSettingError' })
  back()
})

test('clear deletes more than one call takes, and what DynamoDB left over', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, n) => motia.set('many', `k${n}`, n)))
  let refused = false
  aws.answer = ({ action, input }) => {
    if (action !== 'BatchWriteItem' || refused) return undefined
    refused = true
    return { status: 200, body: JSON.stringify({ UnprocessedItems: input['RequestItems'] }) }
  }
  await motia.clear('many')
  expect(await motia.getGroup('many')).toEqual([])
})
