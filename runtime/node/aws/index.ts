/**
 * All AWS calls of the runtime go through here, and this module is only ever loaded when the first one is made.
 */
import { endpointOf, region } from './endpoint.ts'
import { AwsError } from './error.ts'
import { ConnectionError, type HttpAnswer, post } from './http.ts'
import type { InputOf, Operations, ResultOf, ServiceName } from './operations.ts'
import { protocols } from './protocol.ts'
import { backoff, isRetryable, maxAttempts } from './retry.ts'
import { type Credentials, signedHeaders } from './sign.ts'

export interface CallOptions {
  /** ms since 1970 at which the invocation is stopped: no attempt goes on beyond. */
  readonly deadline: number
  /** Sent as `X-Amzn-Trace-Id`. */
  readonly traceHeader?: string | undefined
}

/** ms for one attempt. DynamoDB and SQS answer in some 10; what takes this long has hung. */
const attemptTimeout = 5000

/**
 * Calls an AWS operation; throttling, 5xx and broken connections are tried again while there is time.
 *
 * @throws AwsError
 */
export async function callFor<S extends ServiceName, O extends keyof Operations[S] & string>(
  options: CallOptions,
  service: S,
  operation: O,
  input: InputOf<S, O>,
): Promise<ResultOf<S, O>> {
  const protocol = protocols[service]
  const wire = protocol.request(operation, input as object)
  const url = new URL(`${endpointOf(service)}/${wire.path ?? ''}`)
  let stale = 0
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptCall(service, url, wire, options)
    if (outcome instanceof ConnectionError) {
      // A connection that was closed while it lay idle says nothing about AWS: at once again.
      if (outcome.stale && ++stale <= maxAttempts) continue
      if (await mayRetry(attempt - stale, options.deadline)) continue
      throw unreachable(service, operation, url, outcome, attempt)
    }
    if (outcome.status < 300) return protocol.result(operation, outcome) as ResultOf<S, O>
    const { code, message } = protocol.error(outcome)
    if (isRetryable(outcome.status, code) && (await mayRetry(attempt - stale, options.deadline))) continue
    throw new AwsError({
      code,
      detail: message,
      service,
      operation,
      attempts: attempt,
      status: outcome.status,
      requestId: outcome.headers['x-amzn-requestid']?.toString(),
    })
  }
}

async function mayRetry(attempt: number, deadline: number): Promise<boolean> {
  return attempt < maxAttempts && (await backoff(attempt, deadline))
}

async function attemptCall(
  service: ServiceName,
  url: URL,
  wire: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  { deadline, traceHeader }: CallOptions,
): Promise<HttpAnswer | ConnectionError> {
  const unsigned = {
    ...wire.headers,
    'content-length': String(Buffer.byteLength(wire.body)),
    ...(traceHeader !== undefined && { 'x-amzn-trace-id': traceHeader }),
  }
  const headers = signedHeaders(
    { method: 'POST', url, headers: unsigned, body: wire.body },
    { service, region: region(), credentials: credentials(), time: new Date() },
  )
  try {
    return await post(url, headers, wire.body, Math.max(1, Math.min(attemptTimeout, deadline - Date.now())))
  } catch (error) {
    if (error instanceof ConnectionError) return error
    throw error
  }
}

/** Lambda gives a function its role's credentials in the environment and renews them there. */
function credentials(): Credentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env
  if (!accessKeyId || !secretAccessKey) {
    throw new AwsError({
      code: 'NoCredentials',
      detail: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set: Lambda sets them from the role of the function',
      service: 'aws',
      operation: 'credentials',
      attempts: 1,
    })
  }
  return { accessKeyId, secretAccessKey, sessionToken: process.env['AWS_SESSION_TOKEN'] }
}

function unreachable(service: string, operation: string, url: URL, cause: ConnectionError, attempts: number): AwsError {
  return new AwsError({
    code: cause.code,
    detail: `${url.origin}: ${cause.message}`,
    service,
    operation,
    attempts,
    cause,
  })
}
