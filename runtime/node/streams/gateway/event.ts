/** What API Gateway gives for a WebSocket: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html */
export interface GatewayEvent {
  readonly headers?: Readonly<Record<string, string>>
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>> | null
  readonly queryStringParameters?: Readonly<Record<string, string>> | null
  readonly requestContext: { readonly routeKey: string; readonly connectionId: string; readonly requestId?: string }
  /** As the client sent it. */
  readonly body?: string
}

/** Only `$connect`'s is looked at. */
export interface GatewayResult {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, string>>
}

/** What a client asks with `join` and `leave`; anything but texts is for the checks of places to refuse. */
export interface Request {
  readonly streamName: unknown
  readonly groupId: unknown
  readonly id: unknown
  readonly subscriptionId: unknown
}

export function readRequest({ body = '' }: GatewayEvent): Request {
  const { data } = JSON.parse(body) as { data?: Partial<Request> | null }
  const { streamName, groupId, id, subscriptionId } = data ?? {}
  return { streamName, groupId, id: id === null || id === '' ? undefined : id, subscriptionId }
}
