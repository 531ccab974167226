import { AwsError } from '../../errors.ts'
import type { Api } from './api.ts'
import { parseQuery } from './query.ts'
import { answerXml, errorXml } from './xml.ts'

/** An HTTP request whose body has arrived. Header names are lower case. */
export interface Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** A request read: which action with which input, and how to write its answer. */
export interface Invocation {
  readonly action: string
  readonly input: unknown
  answer(output: unknown, requestId: string): Response
  fail(error: AwsError, requestId: string): Response
}

/** Finds out which of the AWS protocols a request speaks, and reads it. */
export function readInvocation(api: Api, request: Request): Invocation {
  if (api.json !== undefined && request.headers['x-amz-target'] !== undefined) return readJson(api, api.json, request)
  if (api.query !== undefined) return readForm(api, api.query, request)
  if (api.rest !== undefined) return readRest(api, api.rest, request)
  throw new AwsError('UnknownOperationException', `no X-Amz-Target header: ${api.service} speaks the AWS JSON protocol`)
}

function readJson(api: Api, json: NonNullable<Api['json']>, request: Request): Invocation {
  const target = request.headers['x-amz-target'] ?? ''
  const dot = target.indexOf('.')
  if (target.slice(0, dot) !== json.target) {
    throw new AwsError('UnknownOperationException', `X-Amz-Target ${target} is not an operation of ${api.service}`)
  }
  const type = `application/x-amz-json-${json.version}`
  return {
    action: target.slice(dot + 1),
    input: parseJson(request.body),
    answer: (output, requestId) => ({
      status: 200,
      headers: { 'content-type': type, 'x-amzn-requestid': requestId },
      body: JSON.stringify(output ?? {}),
    }),
    fail: (error, requestId) => ({
      status: error.status,
      headers: {
        'content-type': type,
        'x-amzn-requestid': requestId,
        ...(api.query && {
          'x-amzn-query-error': `${queryCode(api, error)};${error.status < 500 ? 'Sender' : 'Receiver'}`,
        }),
      },
      body: JSON.stringify({ __type: `${json.namespace}#${error.code}`, message: error.message, ...error.members }),
    }),
  }
}

function readForm(api: Api, shape: NonNullable<Api['query']>, request: Request): Invocation {
  const parameters = new URLSearchParams(request.body.toString())
  for (const [name, value] of request.query) parameters.append(name, value)
  const action = parameters.get('Action')
  if (action === null) throw new AwsError('MissingAction', 'The request must contain the parameter Action.')
  const headers = (requestId: string) => ({ 'content-type': 'text/xml', 'x-amzn-requestid': requestId })
  return {
    action,
    input: parseQuery(parameters, shape),
    answer: (output, requestId) => ({
      status: 200,
      headers: headers(requestId),
      body: answerXml(action, output, requestId, shape),
    }),
    fail: (error, requestId) => ({
      status: error.status,
      headers: headers(requestId),
      body: errorXml(error, queryCode(api, error), requestId, shape),
    }),
  }
}

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
function readRest(api: Api, rest: NonNullable<Api['rest']>, { method, path, body }: Request): Invocation {
  const action = method === 'POST' && Object.hasOwn(rest, path) ? rest[path] : undefined
  if (action === undefined) {
    throw new AwsError(
      'UnknownOperationException',
      `the emulator's ${api.service} has no ${method} ${path}; it has ${Object.values(rest).join(', ')}`,
      { status: 404 },
    )
  }
  const headers = (requestId: string) => ({ 'content-type': 'application/json', 'x-amzn-requestid': requestId })
  return {
    action,
    input: parseJson(body),
    answer: (output, requestId) => ({ status: 200, headers: headers(requestId), body: JSON.stringify(output ?? {}) }),
    fail: (error, requestId) => ({
      status: error.status,
      headers: { ...headers(requestId), 'x-amzn-errortype': error.code },
      body: JSON.stringify({ Message: error.message, ...error.members }),
    }),
  }
}

const queryCode = (api: Api, error: AwsError) => api.queryCodes?.[error.code] ?? error.code

function parseJson(body: Buffer): unknown {
  try {
    const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString())
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (cause) {
    throw new AwsError('SerializationException', 'the request body is not JSON', { cause })
  }
  throw new AwsError('SerializationException', 'the request body is not a JSON object')
}
