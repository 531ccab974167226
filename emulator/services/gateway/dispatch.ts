import { AwsError } from '../../errors.ts'
import type { ServiceContext } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Api } from './api.ts'
import type { Credential } from './credential.ts'
import { perform, toAwsError } from './perform.ts'
import { type Request, type Response, readInvocation } from './protocol.ts'

/** What the gateway knows of a request besides its content. */
export interface Envelope {
  readonly access: Access
  readonly context: ServiceContext
  readonly requestId: string
  readonly signal: AbortSignal
}

/** Answers one request to one of the gateway's own services, in the protocol that it speaks. */
export async function dispatch(
  api: Api,
  credential: Credential,
  request: Request,
  envelope: Envelope,
): Promise<Response> {
  const { access, requestId, signal } = envelope
  const invocation = readInvocation(api, request)
  try {
    const principal = access.identify(credential, request)
    const traceHeader = request.headers['x-amzn-trace-id']
    const caller = { principal, signal, ...(traceHeader !== undefined && { traceHeader }) }
    const output = await perform(api, invocation.action, invocation.input, caller, envelope)
    return invocation.answer(output, requestId)
  } catch (thrown) {
    return invocation.fail(inWordsOf(api, toAwsError(thrown)), requestId)
  }
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
