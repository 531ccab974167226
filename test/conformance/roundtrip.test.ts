import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRun } from '../../runtime/node/invocation/run.ts'
import { createState } from '../../runtime/node/state/state.ts'
import { startTable, type TestTable } from '../../runtime/node/testing/dynamodb.ts'
import { functionEnvironment, setEnvironment } from '../../runtime/node/testing/environment.ts'
import { lambdaContext } from '../../runtime/node/testing/invoke.ts'

const missing = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status !== 0
if (missing) console.warn('state values are not tried between the languages: no python3 of 3.10 or newer')

const state = createState(
  createRun({
    step: 'roundtrip',
    trigger: 'event',
    lambda: lambdaContext(),
    parentId: 'parent',
    traceId: 'trace',
    hop: 0,
    header: undefined,
  }),
)

describe.skipIf(missing)('state values between the languages', () => {
  let table: TestTable
  let python: ChildProcess
  let lines: AsyncIterableIterator<string>
  let restore: () => void

  beforeAll(async () => {
    table = await startTable()
    const environment = functionEnvironment(table.url)
    restore = setEnvironment(environment)
    python = spawn('python3', ['-B', join(import.meta.dirname, 'roundtrip.py')], {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    lines = createInterface({ input: python.stdout! })[Symbol.asyncIterator]()
  })
  afterAll(async () => {
    python.stdin!.end()
    restore()
    await table.close()
  })

  const ask = async (request: object): Promise<unknown> => {
    python.stdin!.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error('the Python side ended')
    return JSON.parse(value)
  }

  let next = 0
  const thereAndBack = async (values: readonly unknown[]): Promise<unknown[]> => {
    const keys = values.map(() => `${next++} ключ`)
    await Promise.all(keys.map((key, index) => state.set(`there:${key}`, values[index])))
    await ask({ relay: keys })
    return await Promise.all(keys.map((key) => state.get(`back:${key}`)))
  }

  test('what JavaScript writes comes back from Python as it was', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 })
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger())
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(text, number, fc.boolean(), fc.constant(null)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 8, maxLength: 8 }), async (values) => {
        expect(await thereAndBack(values)).toEqual(JSON.parse(JSON.stringify(values)))
      }),
      { numRuns: 25 },
    )
  })

  test('the odd ones', async () => {
    const values = [
      '\ud800 alone',
      '\u2028\u0000"\\/',
      2 ** 60,
      1e21,
      1e-7,
      5e-324,
      Number.MAX_VALUE,
      Number.MIN_SAFE_INTEGER,
      [],
      {},
      [[[]], {}],
      JSON.parse('{"__proto__":{"a":1},"constructor":2}'),
      new Date(0),
    ]
    expect(await thereAndBack(values)).toEqual(JSON.parse(JSON.stringify(values)))
  })

  test('what only Python has is converted where nothing is lost, else refused', async () => {
    const outcomes = (await ask({ store: true })) as Record<string, string>
    const names = Object.keys(outcomes)
    const found = await Promise.all(names.map((name) => state.get(`python:${name}`)))
    const seen = names.map((name, index) => [name, outcomes[name] === 'stored' ? found[index] : outcomes[name]])
    expect(Object.fromEntries(seen)).toEqual({
      'a datetime': '2026-01-02T02:04:05.678Z',
      'a datetime without a zone': '2026-01-02T03:04:05.000Z',
      'a date': '2026-01-02',
      'a decimal': 19.99,
      'a whole decimal': 20,
      'a decimal with too many digits': 'InvalidStateValueError',
      'a uuid': '00000000-0000-0000-0000-000000000001',
      'an enum': 'red',
      'a dataclass': { x: 1, at: '2026-01-02' },
      'a tuple': [1, [2]],
      'an integer key': { '1': 'one' },
      'the largest integer': Number.MAX_SAFE_INTEGER,
      'an integer that is too large': 'InvalidStateValueError',
      'a negative integer that is too large': 'InvalidStateValueError',
      nan: 'InvalidStateValueError',
      infinity: 'InvalidStateValueError',
      bytes: 'InvalidStateValueError',
      'a set': 'InvalidStateValueError',
    })
  })
})
