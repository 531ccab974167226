import { InvalidEventError } from '../errors.ts'

/**
 * What an HTTP API hands to a function, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export interface HttpEvent {
  readonly rawPath: string
  readonly rawQueryString: string
  readonly cookies?: readonly string[]
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly pathParameters?: Readonly<Record<string, string | undefined>>
  readonly body?: string | null
  readonly isBase64Encoded: boolean
  readonly requestContext: {
    readonly requestId: string
    readonly stage?: string
    readonly authorizer?: Readonly<Record<string, unknown>>
    readonly http: { readonly method: string; readonly path?: string }
  }
}

/** @throws InvalidEventError when it is something else */
export function readHttpEvent(event: unknown): HttpEvent {
  const { requestContext, ...rest } = (isObject(event) ? event : {}) as Partial<HttpEvent>
  const method = isObject(requestContext) && isObject(requestContext.http) ? requestContext.http.method : undefined
  if (typeof method !== 'string') {
    throw new InvalidEventError(
      'the event is no HTTP API request of payload format 2.0 (it has no requestContext.http.method): set payloadFormatVersion 2.0',
    )
  }
  return {
    ...rest,
    rawPath: textOf(rest.rawPath) || textOf(requestContext!.http.path) || '/',
    rawQueryString: textOf(rest.rawQueryString),
    headers: isObject(rest.headers) ? rest.headers : {},
    body: typeof rest.body === 'string' ? rest.body : null,
    isBase64Encoded: rest.isBase64Encoded === true,
    requestContext: { ...requestContext!, requestId: textOf(requestContext!.requestId) },
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isObject<T>(value: T): value is T & object {
  return typeof value === 'object' && value !== null
}
