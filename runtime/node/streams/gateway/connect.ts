import type { Logger } from '../../authoring/context.ts'
import type { StreamAuthConfig, StreamAuthRequest } from '../../authoring/streams.ts'
import type { CallOptions } from '../../aws/index.ts'
import { keepContext } from './connection.ts'
import type { GatewayEvent, GatewayResult } from './event.ts'

/** Lets a client in, unless `authenticate` throws. */
export async function connect(
  event: GatewayEvent,
  call: CallOptions,
  authenticate: StreamAuthConfig['authenticate'] | undefined,
  logger: Logger,
): Promise<GatewayResult> {
  const request = requestOf(event)
  if (authenticate) {
    let context: unknown
    try {
      context = await authenticate(request)
    } catch (error) {
      logger.warn('a client of streams was refused: authenticate threw', error)
      return { statusCode: 401 }
    }
    // Nothing kept is an anonymous client.
    if (context !== undefined && context !== null) {
      await keepContext(call, event.requestContext.connectionId, context)
    }
  }
  const protocol = request.headers['sec-websocket-protocol']?.split(',')[0]?.trim()
  // Browsers give up when none of the protocols they offer is taken; 0.17 takes the first.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-connect-route-subprotocol.html
  return { statusCode: 200, ...(protocol && { headers: { 'Sec-WebSocket-Protocol': protocol } }) }
}

function requestOf({ headers = {}, multiValueQueryStringParameters, queryStringParameters }: GatewayEvent) {
  const query = new URLSearchParams()
  const given = multiValueQueryStringParameters ?? queryStringParameters ?? {}
  for (const [name, values] of Object.entries(given)) {
    for (const value of [values].flat()) query.append(name, value)
  }
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    url: `/${query.size > 0 ? '?' : ''}${query}`,
  } satisfies StreamAuthRequest
}
