import { AwsError } from '../../errors.ts'
import type { Activity, ServiceContext } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Api, Call } from './api.ts'
import type { Credential } from './credential.ts'
import { type Request, type Response, readInvocation } from './protocol.ts'

/** What the gateway knows of a request besides its content. */
export interface Envelope {
  readonly access: Access
  readonly context: ServiceContext
  readonly requestId: string
  readonly signal: AbortSignal
}

/** Answers one request of one of the gateway's own services: reads it, asks access control, calls the action, tells what happened. */
export async function dispatch(
  api: Api,
  credential: Credential,
  request: Request,
  envelope: Envelope,
): Promise<Response> {
  const { access, context, requestId, signal } = envelope
  const invocation = readInvocation(api, request)
  const time = context.clock.now()
  const started = performance.now()
  try {
    const call = identify(access, credential, request, signal)
    let resource: string | undefined
    const observe = (error?: AwsError) => {
      if (api.service === 'sts') return
      context.observe(activity(api.service, invocation.action, call, { time, started, resource, error }))
    }
    try {
      const action = Object.hasOwn(api.actions, invocation.action) ? api.actions[invocation.action] : undefined
      if (action === undefined) throw unknownAction(api, invocation.action)
      const permissions = api.permissions(invocation.action, invocation.input as never)
      resource = permissions[0]?.resource
      for (const permission of permissions) access.authorize(call.principal, permission)
      const output = await action(invocation.input as never, call)
      observe()
      return invocation.answer(output, requestId)
    } catch (thrown) {
      observe(toAwsError(thrown))
      throw thrown
    }
  } catch (thrown) {
    return invocation.fail(inWordsOf(api, toAwsError(thrown)), requestId)
  }
}

function identify(access: Access, credential: Credential, request: Request, signal: AbortSignal): Call {
  const traceHeader = request.headers['x-amzn-trace-id']
  const principal = access.identify(credential, request)
  return { principal, signal, ...(traceHeader !== undefined && { traceHeader }) }
}

/** Services that only ever spoke JSON have other names for the errors of signing than those that began with Query. */
const JSON_NAMES: Readonly<Record<string, string>> = {
  InvalidClientTokenId: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
}

function inWordsOf(api: Api, error: AwsError): AwsError {
  const name = api.query === undefined ? JSON_NAMES[error.code] : undefined
  return name === undefined ? error : new AwsError(name, error.message, { status: 400, cause: error })
}

function activity(
  service: Activity['service'],
  action: string,
  call: Call,
  {
    time,
    started,
    resource,
    error,
  }: { time: number; started: number; resource: string | undefined; error: AwsError | undefined },
): Activity {
  return {
    kind: 'call',
    time,
    duration: performance.now() - started,
    service,
    action,
    principal: call.principal,
    ...(call.traceHeader !== undefined && { traceHeader: call.traceHeader }),
    ...(resource !== undefined && { resource }),
    ...(error && { error: { code: error.code, message: error.message } }),
  }
}

function unknownAction(api: Api, action: string): AwsError {
  const known = Object.keys(api.actions).join(', ')
  return new AwsError('UnknownOperationException', `the emulator's ${api.service} has no ${action}; it has ${known}`)
}

/** An error that no AWS API has is the emulator's own fault; its message is what its author needs. */
export function toAwsError(thrown: unknown): AwsError {
  if (thrown instanceof AwsError) return thrown
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return new AwsError('InternalFailure', `the emulator failed: ${message}`, { status: 500, cause: thrown })
}
