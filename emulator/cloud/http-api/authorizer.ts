import { isRecord } from '../template/model.ts'
import type { ApiHost } from './host.ts'
import { verifyToken } from './jwt.ts'
import { type ApiResponse, gatewayResponse } from './response.ts'

/** What stands before a route. */
export type Authorizer =
  | {
      readonly type: 'JWT'
      readonly issuer: string
      readonly audience: readonly string[]
      readonly identitySource: readonly string[]
    }
  | {
      readonly type: 'REQUEST'
      readonly functionArn: string
      readonly identitySource: readonly string[]
      readonly source: string
    }

export type Decision = { readonly context: Readonly<Record<string, unknown>> } | { readonly denied: ApiResponse }

/** Asks an authorizer about a request, given as the event without its body. */
export async function authorize(
  authorizer: Authorizer,
  scopes: readonly string[],
  event: Readonly<Record<string, unknown>>,
  host: ApiHost,
): Promise<Decision> {
  const identities = authorizer.identitySource.map((source) => identity(source, event))
  const unauthorized: Decision = { denied: gatewayResponse(401, 'Unauthorized') }
  if (identities.some((found) => found === undefined || found === '')) return unauthorized
  if (authorizer.type === 'JWT') {
    const token = String(identities[0]).replace(/^bearer\s+/i, '')
    const verified = await verifyToken(token, authorizer, host.now())
    if ('reason' in verified) {
      host.problem(`the token was refused: ${verified.reason}`)
      return unauthorized
    }
    const granted = verified.scopes ?? []
    if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope)))
      return { denied: gatewayResponse(403, 'Forbidden') }
    return { context: { jwt: { claims: verified.claims, scopes: verified.scopes } } }
  }
  return ask(authorizer, identities, event, host)
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html (payload 2.0, simple responses) */
async function ask(
  authorizer: Extract<Authorizer, { type: 'REQUEST' }>,
  identitySource: readonly unknown[],
  event: Readonly<Record<string, unknown>>,
  host: ApiHost,
): Promise<Decision> {
  const requestContext = event['requestContext']
  const { isBase64Encoded: _, ...rest } = event
  const result = await host.invoke(authorizer.functionArn, {
    payload: JSON.stringify({ ...rest, type: 'REQUEST', routeArn: authorizer.source, identitySource }),
    trigger: 'authorizer',
    traceHeader: isRecord(event['headers']) ? String(event['headers']['x-amzn-trace-id']) : '',
    flows: [],
    source: authorizer.source,
  })
  const answer: unknown = result.error ? undefined : JSON.parse(result.payload.toString())
  if (!isRecord(answer) || typeof answer['isAuthorized'] !== 'boolean') {
    const routeKey = isRecord(requestContext) ? requestContext['routeKey'] : ''
    host.problem(
      `${routeKey}: the authorizer must answer { isAuthorized: boolean, context? }, got ${result.payload.toString().slice(0, 200)}`,
    )
    return { denied: gatewayResponse(500, 'Internal Server Error') }
  }
  if (!answer['isAuthorized']) return { denied: gatewayResponse(403, 'Forbidden') }
  return { context: { lambda: answer['context'] ?? {} } }
}

/** `$request.header.Authorization`, `$request.querystring.token`, `$context.stage`... */
function identity(source: string, event: Readonly<Record<string, unknown>>): unknown {
  const [, kind, name = ''] =
    /^\$(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ?? []
  if (kind === 'request.header') return lookup(event['headers'], name.toLowerCase())
  if (kind === 'request.querystring') return lookup(event['queryStringParameters'], name)
  if (kind === 'stageVariables') return lookup(event['stageVariables'], name)
  return name.split('.').reduce<unknown>(lookup, event['requestContext'])
}

function lookup(within: unknown, name: string): unknown {
  return isRecord(within) ? within[name] : undefined
}
