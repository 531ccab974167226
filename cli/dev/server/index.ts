import type { AddressInfo, Server } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { openapi, projectInfo } from '../../openapi/index.ts'
import type { Session } from '../session.ts'
import { RequestError } from './errors.ts'
import { guard, newToken, secureHeaders } from './guard.ts'
import { app } from './routes/app.ts'
import { limits } from './routes/limits.ts'
import { logs } from './routes/logs.ts'
import { queues } from './routes/queues.ts'
import { request } from './routes/request.ts'
import { schedules } from './routes/schedules.ts'
import { state } from './routes/state.ts'
import { stream } from './routes/stream.ts'
import { traces } from './routes/traces.ts'
import { site } from './site.ts'

/** Bytes; Lambda takes 6 MB, and nothing that the Workbench sends is larger. */
const maxBody = 8 * 1024 * 1024

export interface DevServer {
  readonly url: string
  readonly token: string
  close(): Promise<void>
}

/** The Workbench's server: the API of `protocol.ts` and the built page, on loopback alone. */
export async function startServer(
  session: Session,
  options: { readonly port: number; readonly workbench: string },
): Promise<DevServer> {
  const token = newToken()
  const hono = createApp(session, token, options.workbench)
  const server = await listen(hono, options.port)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    token,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        if ('closeAllConnections' in server) (server as { closeAllConnections(): void }).closeAllConnections()
      }),
  }
}

/** The routes without a socket, for tests. */
export function createApp(session: Session, token: string, workbench: string): Hono {
  const hono = new Hono()
  hono.use(secureHeaders, guard(token))
  hono.use(
    bodyLimit({
      maxSize: maxBody,
      onError: (context) => context.json({ error: `the body is larger than ${maxBody} bytes` }, 413),
    }),
  )
  hono.onError((error, context) => {
    if (error instanceof RequestError) return context.json({ error: error.message }, error.status)
    return context.json({ error: error.message }, 500)
  })
  for (const routes of [app, stream, traces, logs, queues, state, schedules, request, limits])
    hono.route('/api', routes(session))
  hono.get('/openapi.json', (context) => context.json(openapi(session.project, projectInfo(session.root))))
  hono.all('/api/*', (context) => context.json({ error: `no ${context.req.method} ${context.req.path}` }, 404))
  site(hono, workbench, token)
  return hono
}

function listen(hono: Hono, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: hono.fetch, port, hostname: '127.0.0.1' }, () => resolve(server as Server))
    server.once('error', reject)
  })
}
