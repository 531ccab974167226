import { AwsError } from '../../errors.ts'
import type { GatewayRoute, Principal, Services } from '../../ports.ts'
import type { OpenConnection } from './connection.ts'
import { messageLimit } from './limits.ts'
import type { WebSocketApis } from './registry.ts'

/** Where the functions of an app find the management API of one of its APIs, below the AWS endpoint. */
export const managementPath = '/_aws/execute-api'

/** `/@connections/<id>`, after `<managementPath>/<api>/<stage>` or not: a client that only knows the endpoint leaves that out. */
const resource = /^(?:\/_aws\/execute-api\/([^/]+)\/([^/]+))?\/@connections\/([^/]+)$/

/**
 * The management API of WebSocket APIs: sends to a connection, describes it, ends it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export function managementApi(apis: WebSocketApis, services: Services): GatewayRoute {
  const { region, account } = services.context

  return {
    service: 'execute-api',
    async handle({ method, path, body, principal }) {
      const found = resource.exec(path.replace('%40', '@').replaceAll(/%3d/gi, '='))
      if (!found) throw new AwsError('NotFoundException', `there is no ${path} here`, { status: 404 })
      const [, apiId, stage = '', id = ''] = found
      const connection = apis.connection(id)
      const here = apiId === undefined || connection?.apiId === apiId ? connection : undefined
      // Whoever may not manage an API's connections does not learn which there are.
      const stages = here ? [here] : apiId === undefined ? apis.stages() : [{ apiId, stage }]
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
      authorizeAny(services, principal, 'execute-api:ManageConnections', [
        ...stages.map(
          (at) => `arn:aws:execute-api:${region}:${account}:${at.apiId}/${at.stage}/${method}/@connections/${id}`,
        ),
      ])
      if (!here) throw new AwsError('GoneException', `connection ${id} is gone`, { status: 410 })
      return actions[method]?.(here, body) ?? unknownMethod(method)
    },
  }
}

/** Throws unless the principal may do the action on one of the resources. */
function authorizeAny(services: Services, principal: Principal, action: string, resources: readonly string[]): void {
  const refusals = resources.map((each) => {
    try {
      services.authorize(principal, action, each)
      return undefined
    } catch (error) {
      return { error }
    }
  })
  if (refusals[0] && refusals.every(Boolean)) throw refusals[0].error
}

const actions: Readonly<
  Record<string, (connection: OpenConnection, body: Buffer) => { readonly status: number; readonly body?: string }>
> = {
  POST(connection, body) {
    if (body.length > messageLimit)
      throw new AwsError(
        'PayloadTooLargeException',
        `the message has ${body.length} bytes, and a WebSocket API takes at most ${messageLimit}`,
        { status: 413 },
      )
    if (!connection.send(body.toString()))
      throw new AwsError('LimitExceededException', 'the client does not read what is sent to it', { status: 429 })
    return { status: 200 }
  },
  GET: ({ connectedAt, lastActiveAt, identity }) => ({
    status: 200,
    body: JSON.stringify({
      connectedAt: new Date(connectedAt).toISOString(),
      identity,
      lastActiveAt: new Date(lastActiveAt()).toISOString(),
    }),
  }),
  DELETE(connection) {
    connection.close(1000, 'Connection Closed Normally')
    return { status: 204 }
  },
}

function unknownMethod(method: string): never {
  throw new AwsError('MethodNotAllowedException', `@connections has no ${method}: use POST, GET or DELETE`, {
    status: 405,
  })
}
