import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import type { ApiRequest, ApiResponse } from '../../protocol.ts'
import type { Session } from '../../session.ts'
import { RequestError } from '../errors.ts'
import { objectIn } from '../query.ts'

/** Calls the app's own API for the endpoint tester, which the page itself may not do: it is another origin. */
export function request(session: Session): Hono {
  return new Hono().post('/request', async (context) => {
    const call = check(await objectIn(context.req))
    const { apiUrl } = session.emulator
    if (!apiUrl) throw new RequestError(409, 'this app has no API Step')
    const url = new URL(call.path, apiUrl)
    if (url.origin !== new URL(apiUrl).origin)
      throw new RequestError(400, `path ${JSON.stringify(call.path)} leads elsewhere; it must begin with one /`)
    return context.json(await send(url, call))
  })
}

async function send(url: URL, call: ApiRequest): Promise<ApiResponse> {
  const traceId = newTraceId()
  const start = performance.now()
  const hasBody = call.body !== undefined && call.method !== 'GET' && call.method !== 'HEAD'
  const response = await fetch(url, {
    method: call.method,
    headers: { ...call.headers, 'x-amzn-trace-id': `Root=${traceId};Sampled=1` },
    redirect: 'manual',
    ...(hasBody ? { body: call.body } : {}),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const text = bytes.toString('utf8')
  const binary = !Buffer.from(text, 'utf8').equals(bytes)
  return {
    status: response.status,
    headers: [...response.headers],
    body: binary ? bytes.toString('base64') : text,
    encoding: binary ? 'base64' : 'utf8',
    duration: performance.now() - start,
    size: bytes.length,
    traceId,
  }
}

/**
 * The caller chooses the trace, as API Gateway lets it, so that the tester can show the trace of this very call.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000)
  return `1-${seconds.toString(16).padStart(8, '0')}-${randomBytes(12).toString('hex')}`
}

function check(value: Record<string, unknown>): ApiRequest {
  const { method, path, headers = {}, body } = value
  if (typeof method !== 'string' || !/^[A-Z]{1,10}$/.test(method))
    throw new RequestError(400, 'method must be an HTTP method')
  if (typeof path !== 'string' || !path.startsWith('/')) throw new RequestError(400, 'path must begin with /')
  if (
    typeof headers !== 'object' ||
    headers === null ||
    Object.values(headers).some((header) => typeof header !== 'string')
  )
    throw new RequestError(400, 'headers must be an object of texts')
  if (body !== undefined && typeof body !== 'string') throw new RequestError(400, 'body must be a text')
  return { method, path, headers: headers as Record<string, string>, ...(body === undefined ? {} : { body }) }
}
