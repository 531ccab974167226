import { existsSync, readFileSync, statSync } from 'node:fs'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/temporary.ts'
import { type Emulator, startEmulator } from '../../index.ts'
import { functionResources, merge, writeAssembly } from '../fixture.ts'

const node = `
import { readdirSync, writeFileSync } from 'node:fs'
let calls = 0
export const handler = async (event, context) => {
  calls++
  switch (event.do) {
    case 'context': return {
      calls, name: context.functionName, version: context.functionVersion, memory: context.memoryLimitInMB, arn: context.invokedFunctionArn,
      requestId: context.awsRequestId, remaining: context.getRemainingTimeInMillis(), group: context.logGroupName, trace: process.env._X_AMZN_TRACE_ID, keys: Object.keys(process.env).sort(),
      cwd: process.cwd() === process.env.LAMBDA_TASK_ROOT, region: process.env.AWS_REGION, tz: new Date().getTimezoneOffset(), pid: process.pid }
    case 'throw': throw new TypeError('no good')
    case 'text': throw 'just text'
    case 'reject': Promise.reject(new RangeError('lost')); return new Promise((resolve) => setTimeout(resolve, 1000))
    case 'hang': return new Promise((resolve) => setTimeout(resolve, 60_000))
    case 'block': for (;;) {}
    case 'exit': process.exit(3)
    case 'leak': { const all = []; for (;;) { all.push(Buffer.alloc(8e6, 1)); await new Promise((resolve) => setTimeout(resolve, 5)) } }
    case 'never': return new Promise(() => {})
    case 'log': console.log('hello %s', 'you', { a: 1 }); console.error(new Error('seen')); return null
    case 'wait': await new Promise((resolve) => setTimeout(resolve, 150)); return process.pid
    case 'meet': { writeFileSync(event.folder + '/' + process.pid, ''); while (readdirSync(event.folder).length < 3) await new Promise((resolve) => setTimeout(resolve, 5)); return process.pid }
  }
}`
const python = `
import os, logging
def handler(event, context):
    if event.get("do") == "throw":
        raise ValueError("no good")
    if event.get("do") == "log":
        logging.getLogger().warning("careful %s", "now")
    if event.get("do") == "hang":
        while True: pass
    if event.get("do") == "bad":
        return {1, 2}
    return {"name": context.function_name, "remaining": context.get_remaining_time_in_millis(), "trace": os.environ["_X_AMZN_TRACE_ID"]}
`

let cloud: Emulator
beforeAll(async () => {
  cloud = await startEmulator({
    assembly: writeAssembly(
      merge(
        functionResources('Node', {
          code: node,
          properties: { Timeout: 1, MemorySize: 256, Environment: { Variables: { MINE: 'yes' } } },
        }),
        functionResources('Patient', { code: node, properties: { Timeout: 25, MemorySize: 256 } }),
        functionResources('Reserved', { code: node, properties: { ReservedConcurrentExecutions: 1 } }),
        functionResources('Broken', { code: 'import "./nowhere.mjs"\nexport const handler = () => 1' }),
        functionResources('Throws', { code: 'throw new Error("at import")' }),
        functionResources('Nameless', { code: 'export const other = 1' }),
        functionResources('Callback', {
          code: 'export const handler = (event, context, done) => done(null, "called")',
          properties: { Runtime: 'nodejs22.x' },
        }),
        functionResources('Callback24', {
          code: 'export const handler = (event, context, done) => done(null, "called")',
        }),
        functionResources('Python', { code: python, properties: { Runtime: 'python3.13', Timeout: 1 } }),
        functionResources('PythonBroken', { code: 'import nowhere', properties: { Runtime: 'python3.13' } }),
      ),
    ),
  })
})
afterAll(() => cloud.stop())

const invoke = (event: unknown, step = 'Node') => cloud.invoke(step, event)

describe('a Node.js function', () => {
  it('sees the environment and context of Lambda, and nothing of ours', async () => {
    const { payload } = await invoke({ do: 'context' })
    const seen = payload as Record<string, unknown>
    expect(seen).toMatchObject({ version: '$LATEST', memory: '256', cwd: true, region: 'us-east-1', tz: 0 })
    expect(seen['arn']).toBe(`arn:aws:lambda:us-east-1:000000000000:function:${seen['name']}`)
    expect(seen['remaining']).toBeGreaterThan(700)
    expect(seen['trace']).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1;Lineage=[0-9a-f]{8}:1$/,
    )
    expect(seen['keys']).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_DEFAULT_REGION',
      'AWS_ENDPOINT_URL',
      'AWS_EXECUTION_ENV',
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_FUNCTION_VERSION',
      'AWS_LAMBDA_INITIALIZATION_TYPE',
      'AWS_LAMBDA_LOG_FORMAT',
      'AWS_LAMBDA_LOG_GROUP_NAME',
      'AWS_LAMBDA_LOG_STREAM_NAME',
      'AWS_LAMBDA_RUNTIME_API',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_XRAY_CONTEXT_MISSING',
      'AWS_XRAY_DAEMON_ADDRESS',
      'LAMBDA_RUNTIME_DIR',
      'LAMBDA_TASK_ROOT',
      'LANG',
      'MINE',
      'NODE_PATH',
      'PATH',
      'TZ',
      '_AWS_XRAY_DAEMON_ADDRESS',
      '_AWS_XRAY_DAEMON_PORT',
      '_HANDLER',
      '_X_AMZN_TRACE_ID',
    ])
  })

  it('keeps its process and what the module holds', async () => {
    const first = (await invoke({ do: 'context' })).payload as { calls: number; pid: number }
    const second = (await invoke({ do: 'context' })).payload as { calls: number; pid: number }
    expect(second).toMatchObject({ pid: first.pid, calls: first.calls + 1 })
  })

  it.each([
    ['throw', { errorType: 'TypeError', errorMessage: 'no good' }],
    ['text', { errorType: 'string', errorMessage: 'just text' }],
    ['reject', { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'RangeError: lost' }],
    [
      'hang',
      { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('Task timed out after 1.00 seconds') },
    ],
    ['block', { errorType: 'Sandbox.Timedout' }],
    [
      'exit',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining('Runtime exited with error: exit status 3'),
      },
    ],
  ])('that does %s fails as on Lambda and works again afterwards', async (what, error) => {
    expect((await invoke({ do: what })).error).toMatchObject(error)
    expect((await invoke({ do: 'context' })).error).toBeUndefined()
  })

  it('whose promise never settles answers null', async () => {
    expect(await invoke({ do: 'never' })).toMatchObject({ payload: null })
  })

  it('logs with level, request and text', async () => {
    await invoke({ do: 'log' })
    await cloud.idle()
    expect(cloud.logs({ step: 'Node' }).slice(-2)).toMatchObject([
      {
        level: 'INFO',
        message: 'hello you { a: 1 }',
        requestId: expect.any(String),
        traceId: expect.stringMatching(/^1-/),
      },
      { level: 'ERROR', message: 'Error: seen' },
    ])
  })

  it('that needs more memory than it has is killed', async () => {
    expect((await invoke({ do: 'leak' }, 'Patient')).error).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/signal: killed \(it used \d+ MiB, its memory is \d+ MiB\)/),
    })
  })

  it('runs in one process per concurrent invocation', async () => {
    const folder = temporaryFolder('motia-aws-meet-')
    const pids = await Promise.all([1, 2, 3].map(async () => (await invoke({ do: 'meet', folder }, 'Patient')).payload))
    expect(new Set(pids).size).toBe(3)
  })

  it('is throttled at its reserved concurrency', async () => {
    const running = invoke({ do: 'wait' }, 'Reserved')
    await expect(invoke({ do: 'wait' }, 'Reserved')).rejects.toMatchObject({ name: 'TooManyRequestsException' })
    expect((await running).error).toBeUndefined()
  })

  it.each([
    ['Broken', 'Runtime.ImportModuleError', /nowhere\.mjs/],
    ['Throws', 'Error', /at import/],
    ['Nameless', 'Runtime.HandlerNotFound', /index\.handler is undefined or not exported/],
    ['Callback24', 'Runtime.CallbackHandlerDeprecated', /callback/],
    ['PythonBroken', 'Runtime.ImportModuleError', /No module named 'nowhere'/],
  ])('that cannot start says why (%s)', async (step, errorType, message) => {
    expect((await invoke({}, step)).error).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) })
  })

  it('may use a callback up to Node.js 22', async () => {
    expect((await invoke({}, 'Callback')).payload).toBe('called')
  })
})

describe('a Python function', () => {
  it('gets event and context', async () => {
    const { payload } = await invoke({}, 'Python')
    expect(payload).toMatchObject({
      name: expect.stringContaining('Python'),
      trace: expect.stringMatching(/^Root=1-.*Parent=/),
    })
  })

  it.each([
    ['throw', { errorType: 'ValueError', errorMessage: 'no good' }],
    ['bad', { errorType: 'Runtime.MarshalError' }],
    ['hang', { errorType: 'Sandbox.Timedout' }],
  ])('that does %s fails as on Lambda', async (what, error) => {
    expect((await invoke({ do: what }, 'Python')).error).toMatchObject(error)
  })

  it('logs through logging', async () => {
    await invoke({ do: 'log' }, 'Python')
    await cloud.idle()
    expect(cloud.logs({ step: 'Python' }).at(-1)).toMatchObject({ level: 'WARN', message: 'careful now' })
  })
})

describe('the Invoke API', () => {
  const client = () =>
    new LambdaClient({
      endpoint: cloud.endpoint,
      region: cloud.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
  const name = () =>
    cloud.resources().find(({ step, type }) => step === 'Node' && type === 'AWS::Lambda::Function')!.physicalId

  it('answers the SDK', async () => {
    const answer = await client().send(
      new InvokeCommand({ FunctionName: name(), Payload: JSON.stringify({ do: 'throw' }) }),
    )
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '$LATEST' })
    expect(JSON.parse(answer.Payload!.transformToString())).toMatchObject({ errorType: 'TypeError' })
  })

  it('names errors as AWS does', async () => {
    await expect(client().send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    await expect(client().send(new InvokeCommand({ FunctionName: name(), Payload: '{' }))).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    })
  })
})

it.each([
  ['nodejs24.x', 'exports.handler = async () => __dirname'],
  ['python3.13', 'import os\ndef handler(event, context): return os.path.dirname(__file__)'],
])('runs code that stands in the template (%s), and removes its folder', async (Runtime, text) => {
  const source = functionResources('Inline', { code: '', properties: { Runtime, Code: { ZipFile: text } } })
  const other = await startEmulator({ assembly: writeAssembly(source) })
  const folder = String((await other.invoke('Inline')).payload)
  expect(statSync(`${folder}/..`).mode & 0o777).toBe(0o700)
  await other.stop()
  expect(existsSync(folder)).toBe(false)
})

it('stops every process', async () => {
  const other = await startEmulator({ assembly: writeAssembly(functionResources('Node', { code: node })) })
  const { payload } = await other.invoke('Node', { do: 'context' })
  const { pid } = payload as { pid: number }
  await other.stop()
  expect(() => readFileSync(`/proc/${pid}/stat`)).toThrow()
})
