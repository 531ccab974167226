/** `CorsConfiguration` of an API. */
export interface CorsConfiguration {
  readonly AllowOrigins?: readonly string[]
  readonly AllowMethods?: readonly string[]
  readonly AllowHeaders?: readonly string[]
  readonly ExposeHeaders?: readonly string[]
  readonly AllowCredentials?: boolean
  readonly MaxAge?: number
}

/**
 * The headers API Gateway adds for an origin; none when it is not allowed. A function's own CORS headers are ignored.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function corsHeaders(cors: CorsConfiguration, origin: string | undefined): Record<string, string> {
  const allowed = origin === undefined ? undefined : cors.AllowOrigins?.find((pattern) => matches(pattern, origin))
  if (origin === undefined || allowed === undefined) return {}
  return {
    'access-control-allow-origin': allowed === '*' ? '*' : origin,
    ...(allowed !== '*' && { vary: 'origin' }),
    ...(cors.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...(cors.ExposeHeaders?.length && { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }),
  }
}

/** What answers an `OPTIONS` request of a browser. */
export function preflightHeaders(cors: CorsConfiguration, origin: string | undefined): Record<string, string> {
  const headers = corsHeaders(cors, origin)
  if (Object.keys(headers).length === 0) return {}
  return {
    ...headers,
    ...(cors.AllowMethods?.length && { 'access-control-allow-methods': cors.AllowMethods.join(',') }),
    ...(cors.AllowHeaders?.length && { 'access-control-allow-headers': cors.AllowHeaders.join(',') }),
    ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
  }
}

/** True when the settings allow an origin by its name, not because they allow every one. */
export function namesOrigin({ AllowOrigins = [] }: CorsConfiguration, origin: string): boolean {
  return AllowOrigins.some((pattern) => pattern !== '*' && matches(pattern, origin))
}

function matches(pattern: string, origin: string): boolean {
  if (pattern === '*') return true
  if (!pattern.includes('*')) return pattern.toLowerCase() === origin.toLowerCase()
  const [before, after] = pattern.split('*') as [string, string]
  return origin.startsWith(before) && origin.endsWith(after)
}
