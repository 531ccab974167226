import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import { isRecord } from '../template/model.ts'

export interface TokenRules {
  readonly issuer: string
  readonly audience: readonly string[]
}

export type Verified =
  | { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null }
  | { readonly reason: string }

const hashes: Readonly<Record<string, string>> = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' }
/** API Gateway keeps an issuer's keys for two hours. */
const keysKeptFor = 2 * 60 * 60 * 1000
const keys = new Map<string, { readonly until: number; readonly byId: ReadonlyMap<string, KeyObject> }>()

/**
 * Verifies a token as a JWT authorizer does: signature (RSA), issuer, audience, times. The keys are fetched from the
 * issuer, which may be a server on this machine.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export async function verifyToken(token: string, rules: TokenRules, now: number): Promise<Verified> {
  const [head, body, signature, ...more] = token.split('.')
  const header = decode(head)
  const claims = decode(body)
  if (!header || !claims || !signature || more.length > 0) return { reason: 'it is no JSON Web Token' }
  const hash = hashes[String(header['alg'])]
  if (!hash) return { reason: `algorithm ${header['alg']} is not supported, only RSA is` }
  const key = await findKey(rules.issuer, String(header['kid']), now)
  if ('reason' in key) return key
  if (!verify(hash, Buffer.from(`${head}.${body}`), key.found, Buffer.from(signature, 'base64url')))
    return { reason: 'its signature does not fit' }
  const problem = claimProblem(claims, rules, now / 1000)
  if (problem) return { reason: problem }
  const scope = claims['scope'] ?? claims['scp']
  return {
    claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)])),
    scopes: typeof scope === 'string' ? scope.split(' ') : Array.isArray(scope) ? scope.map(String) : null,
  }
}

function claimProblem(claims: Readonly<Record<string, unknown>>, rules: TokenRules, now: number): string | undefined {
  if (claims['iss'] !== rules.issuer) return `issuer ${claims['iss']} is not ${rules.issuer}`
  const audience = [claims['aud'] ?? claims['client_id']].flat().map(String)
  if (!audience.some((each) => rules.audience.includes(each)))
    return `audience ${audience} is none of ${rules.audience}`
  if (typeof claims['exp'] !== 'number' || claims['exp'] <= now) return 'it has expired'
  if (typeof claims['nbf'] === 'number' && claims['nbf'] > now) return 'it is not valid yet (nbf)'
  if (typeof claims['iat'] === 'number' && claims['iat'] > now + 60) return 'it was issued in the future (iat)'
  return undefined
}

async function findKey(issuer: string, id: string, now: number): Promise<{ found: KeyObject } | { reason: string }> {
  let kept = keys.get(issuer)
  if (!kept || kept.until < now || !kept.byId.has(id)) {
    try {
      kept = { until: now + keysKeptFor, byId: await fetchKeys(issuer) }
    } catch (error) {
      return { reason: `the keys of ${issuer} cannot be fetched: ${error instanceof Error ? error.message : error}` }
    }
    keys.set(issuer, kept)
  }
  const found = kept.byId.get(id)
  return found ? { found } : { reason: `${issuer} has no key ${id}` }
}

async function fetchKeys(issuer: string): Promise<Map<string, KeyObject>> {
  const configuration: unknown = await (
    await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  ).json()
  if (!isRecord(configuration)) throw new Error('its openid-configuration is no object')
  const set: unknown = await (await fetch(String(configuration['jwks_uri']))).json()
  const listed = isRecord(set) && Array.isArray(set['keys']) ? (set['keys'] as JsonWebKey[]) : []
  return new Map(
    listed
      .filter((key) => key.kty === 'RSA')
      .map((key) => [String(key['kid']), createPublicKey({ key, format: 'jwk' })]),
  )
}

function decode(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function asText(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(' ')}]` : typeof value === 'string' ? value : JSON.stringify(value)
}
