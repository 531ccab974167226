import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'

/** A fresh secret per run; the served page carries it, so that only that page can change anything. */
export const newToken = (): string => randomBytes(24).toString('base64url')

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Host names that mean this machine; anything else is a rebound DNS name or a proxy. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (!host) return false
  const name = host.replace(/:\d+$/, '')
  return loopback.has(name.toLowerCase())
}

/**
 * What every request must pass, before anything else looks at it: a loopback `Host` (DNS rebinding), and for whatever is
 * not a plain read, the page's own `Origin` and the run's token (cross-site requests). A read that carries a foreign
 * `Origin` is refused as well.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function guard(token: string): MiddlewareHandler {
  const expected = Buffer.from(token)
  return async (context, next) => {
    const host = context.req.header('host')
    if (!isLoopbackHost(host)) return refuse(context, 403, `host ${JSON.stringify(host ?? '')} is not this machine`)
    const origin = context.req.header('origin')
    if (origin !== undefined && origin !== `http://${host}`)
      return refuse(context, 403, `origin ${JSON.stringify(origin)} may not call this server`)
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      if (origin === undefined) return refuse(context, 403, 'a request that changes something must carry its Origin')
      const given = Buffer.from(context.req.header('x-motia-token') ?? '')
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        return refuse(context, 403, 'the header x-motia-token is missing or is of another run; load the page again')
    }
    await next()
  }
}

/** Headers on every answer of the Workbench. */
export const secureHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  context.header(
    'content-security-policy',
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  )
  context.header('x-frame-options', 'DENY')
  context.header('x-content-type-options', 'nosniff')
  context.header('referrer-policy', 'no-referrer')
  context.header('cache-control', context.req.path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-store')
}

const refuse = (context: Context, status: 403, error: string) => context.json({ error }, status)
