import type { Clock, Principal } from '../../ports.ts'

/** The values of condition keys, by name in lower case: IAM ignores their case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>

/**
 * The global condition keys of a request, with what the request itself adds. Loopback counts as a secure transport, for
 * nobody else hears it: the statement that denies everything without TLS must not deny everything here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(
  principal: Principal,
  options: {
    readonly account: string
    readonly region: string
    readonly clock: Clock
    readonly extra?: Readonly<Record<string, string | readonly string[]>> | undefined
  },
): RequestContext {
  const now = options.clock.now()
  const context = new Map<string, readonly string[]>()
  const set = (key: string, value: string | readonly string[]) =>
    context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value)
  set('aws:SecureTransport', 'true')
  set('aws:SourceIp', '127.0.0.1')
  set('aws:RequestedRegion', options.region)
  set('aws:CurrentTime', new Date(now).toISOString())
  set('aws:EpochTime', String(Math.floor(now / 1000)))
  set('aws:PrincipalIsAWSService', String(principal.type === 'service'))
  if (principal.type === 'role') set('aws:PrincipalArn', principal.roleArn)
  if (principal.type === 'owner') set('aws:PrincipalArn', `arn:aws:iam::${options.account}:root`)
  if (principal.type === 'service') {
    set('aws:PrincipalServiceName', principal.service)
    set('aws:SourceAccount', options.account)
    if (principal.sourceArn !== undefined) set('aws:SourceArn', principal.sourceArn)
  } else {
    set('aws:PrincipalAccount', options.account)
    set('aws:PrincipalType', principal.type === 'role' ? 'AssumedRole' : 'Account')
  }
  for (const [key, value] of Object.entries(options.extra ?? {})) set(key, value)
  return context
}
