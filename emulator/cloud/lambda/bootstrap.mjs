/**
 * Runs one Node.js function as Lambda's runtime interface client does: loads the handler that `_HANDLER` names, then
 * takes one invocation after another from the Runtime API. Plain JavaScript, so that a process starts without a compiler.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { format } from 'node:util'

const env = process.env
const [host, port] = env.AWS_LAMBDA_RUNTIME_API.split(':')
const json = env.AWS_LAMBDA_LOG_FORMAT === 'JSON'
const promisesOnly = Number(env.AWS_EXECUTION_ENV?.match(/nodejs(\d+)/)?.[1] ?? 24) >= 24
let requestId
let settle

/** A keep-alive HTTP/1.1 connection to the Runtime API; requests may be pipelined, answers come in order. */
const socket = connect({ host, port: Number(port), noDelay: true })
const waiting = []
let received = Buffer.alloc(0)
// Without its Runtime API a process is an orphan: it ends, even when the function keeps the event loop busy with timers.
socket.on('error', orphaned).on('close', orphaned)
socket.on('data', (chunk) => {
  received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
  for (;;) {
    const end = received.indexOf('\r\n\r\n')
    if (end === -1) return
    const headers = new Map(
      received
        .toString('latin1', 0, end)
        .split('\r\n')
        .slice(1)
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    )
    const total = end + 4 + Number(headers.get('content-length'))
    if (received.length < total) return
    const body = received.subarray(end + 4, total)
    received = received.subarray(total)
    waiting.shift()({ headers, body })
  }
})

function orphaned() {
  process.kill(process.pid, 'SIGKILL')
}

function post(path, body, errorType = '') {
  const bytes = Buffer.from(body)
  const type = errorType && `lambda-runtime-function-error-type: ${errorType}\r\n`
  socket.write(
    Buffer.concat([
      Buffer.from(
        `POST /2018-06-01/runtime/${path} HTTP/1.1\r\nhost: ${host}:${port}\r\n${type}content-length: ${bytes.length}\r\n\r\n`,
      ),
      bytes,
    ]),
  )
  return new Promise((answered) => waiting.push(answered))
}

function next() {
  socket.write(`GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nhost: ${host}:${port}\r\n\r\n`)
  return new Promise((answered) => waiting.push(answered))
}

class RuntimeError extends Error {
  constructor(name, message) {
    super(message)
    this.name = name
  }
}

const levels = { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4, FATAL: 5 }
const threshold = levels[env.AWS_LAMBDA_LOG_LEVEL] ?? 0

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
function log(level, values) {
  if (levels[level] < threshold) return
  const timestamp = new Date().toISOString()
  if (!json) {
    process.stdout.write(`${timestamp}\t${requestId}\t${level}\t${format(...values).replaceAll('\n', '\r')}\n`)
    return
  }
  const error = values.find((value) => value instanceof Error)
  const line = { timestamp, level, requestId, ...(error && (values.length > 1 ? described(error) : {})) }
  line.message = values.length === 1 ? values[0] : format(...values)
  try {
    process.stdout.write(`${JSON.stringify(line, (_, value) => (value instanceof Error ? described(value) : value))}\n`)
  } catch {
    // Circular or with a bigint: as text then, as Lambda does.
    process.stdout.write(`${JSON.stringify({ ...line, message: format(...values) })}\n`)
  }
}

console.log = (...values) => log('INFO', values)
console.info = (...values) => log('INFO', values)
console.warn = (...values) => log('WARN', values)
console.error = (...values) => log('ERROR', values)
console.debug = (...values) => log('DEBUG', values)
console.trace = (...values) => log('TRACE', values)
console.fatal = (...values) => log('FATAL', values)

function described(error) {
  return {
    errorType: error?.name ?? 'UnknownError',
    errorMessage: error?.message ?? String(error),
    stackTrace: (error?.stack ?? '').split('\n'),
  }
}

/** The shape in which a caller sees a failure. */
function failure(error) {
  const isError = error instanceof Error || (typeof error?.name === 'string' && 'message' in error)
  const { errorType, errorMessage, stackTrace } = isError
    ? described(error)
    : { errorType: typeof error, errorMessage: String(error), stackTrace: [] }
  return { errorType, errorMessage, trace: stackTrace.filter((line) => line !== '') }
}

function logFailure(message, error) {
  const { errorType, errorMessage, trace } = failure(error)
  const body = { errorType, errorMessage, stackTrace: trace }
  if (json) log('ERROR', [body])
  else log('ERROR', [message, JSON.stringify(body)])
}

async function initFailed(error) {
  logFailure('Uncaught Exception', error)
  const body = failure(error)
  await post('init/error', JSON.stringify(body), body.errorType)
  process.exit(1)
}

async function crashed(error) {
  if (!requestId) return initFailed(error)
  logFailure('Uncaught Exception', error)
  const body = failure(error)
  await post(`invocation/${requestId}/error`, JSON.stringify(body), body.errorType)
  process.exit(129)
}

process.on('uncaughtException', crashed)
process.on('unhandledRejection', (reason) => {
  const error = new RuntimeError(
    'Runtime.UnhandledPromiseRejection',
    reason instanceof Error ? String(reason) : format(reason),
  )
  if (reason instanceof Error) error.stack = `${error.name}: ${error.message}\n${reason.stack}`
  crashed(error)
})
// A handler whose promise can never settle: nothing is left that could do it. Lambda answers null.
process.on('beforeExit', () => {
  if (!settle) return
  log('WARN', ['the handler ended without a result: its promise never settled'])
  settle(null)
})

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html */
async function loadHandler() {
  const root = env.LAMBDA_TASK_ROOT
  const setting = env._HANDLER
  const match = /^(.*\/)?([^/.]+)\.(.+)$/.exec(setting)
  if (!match || setting.includes('..'))
    throw new RuntimeError('Runtime.MalformedHandlerName', `Bad handler: ${setting}`)
  const [, folder = '', module, names] = match
  const file = ['', '.js', '.mjs', '.cjs'].map((ending) => join(root, `${folder}${module}${ending}`)).find(isFile)
  if (!file)
    throw new RuntimeError(
      'Runtime.ImportModuleError',
      `Error: Cannot find module '${module}' in ${relative('', root) || root}`,
    )
  const loaded = await load(file)
  let handler = loaded
  for (const name of names.split('.')) handler = handler?.[name] ?? handler?.default?.[name]
  if (typeof handler !== 'function')
    throw new RuntimeError('Runtime.HandlerNotFound', `${setting} is undefined or not exported`)
  if (promisesOnly && handler.length >= 3)
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      `AWS Lambda has no callback handlers from Node.js 24 on: make ${setting} return a promise`,
    )
  return handler
}

function isFile(path) {
  return isAbsolute(path) && existsSync(path) && !existsSync(`${path}/`)
}

async function load(file) {
  try {
    return await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    if (error instanceof SyntaxError) throw rename(error, 'Runtime.UserCodeSyntaxError')
    if (error?.code === 'ERR_MODULE_NOT_FOUND' || error?.code === 'MODULE_NOT_FOUND')
      throw rename(error, 'Runtime.ImportModuleError')
    throw error
  }
}

function rename(error, name) {
  const renamed = new RuntimeError(name, String(error))
  renamed.stack = `${name}: ${error.stack}`
  return renamed
}

function contextOf(headers) {
  const deadline = Number(headers.get('lambda-runtime-deadline-ms'))
  const parse = (name) => (headers.get(name) ? JSON.parse(headers.get(name)) : undefined)
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parse('lambda-runtime-client-context'),
    identity: parse('lambda-runtime-cognito-identity'),
    invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
    awsRequestId: headers.get('lambda-runtime-aws-request-id'),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  }
}

function call(handler, event, context) {
  return new Promise((resolved, rejected) => {
    settle = resolved
    const callback = (error, result) => {
      if (error !== undefined && error !== null) rejected(error)
      else if (context.callbackWaitsForEmptyEventLoop) {
        settle = undefined
        process.once('beforeExit', () => resolved(result))
      } else resolved(result)
    }
    if (!promisesOnly)
      Object.assign(context, { done: callback, fail: callback, succeed: (result) => callback(null, result) })
    const returned = promisesOnly ? handler(event, context) : handler(event, context, callback)
    if (typeof returned?.then === 'function') returned.then(resolved, rejected)
    else if (promisesOnly || handler.length < 3) resolved(returned)
  })
}

let handler
try {
  handler = await loadHandler()
} catch (error) {
  await initFailed(error)
}

let invocation = await next()
for (;;) {
  const { headers, body } = invocation
  requestId = headers.get('lambda-runtime-aws-request-id')
  env._X_AMZN_TRACE_ID = headers.get('lambda-runtime-trace-id')
  let path = `invocation/${requestId}/response`
  let answer
  let errorType
  // While the handler runs only its own work keeps the process alive, so that a promise that cannot settle is noticed.
  socket.unref()
  try {
    answer = JSON.stringify(await call(handler, JSON.parse(body), contextOf(headers))) ?? 'null'
  } catch (error) {
    logFailure('Invoke Error', error)
    const failed = failure(error)
    path = `invocation/${requestId}/error`
    answer = JSON.stringify(failed)
    errorType = failed.errorType
  }
  socket.ref()
  settle = undefined
  void post(path, answer, errorType)
  invocation = await next()
}
