import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a process is given to do. */
export interface RuntimeInvocation {
  readonly requestId: string
  readonly payload: string | Buffer
  /** ms since 1970 */
  readonly deadline: number
  readonly functionArn: string
  readonly traceHeader: string
  /** JSON, as the Invoke API's `ClientContext` gives it. */
  readonly clientContext?: string
}

/** What a process gave back. */
export type RuntimeAnswer =
  | { readonly type: 'response'; readonly body: Buffer }
  | { readonly type: 'error'; readonly body: Buffer; readonly errorType: string }

export interface RuntimeApi {
  /** Value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string
  /** Gives an invocation to the process, which must be waiting for one. */
  give(invocation: RuntimeInvocation): void
  close(): void
}

export interface RuntimeApiEvents {
  /** The process asks for an invocation. */
  readonly onNext: () => void
  readonly onInitError: (answer: RuntimeAnswer) => void
  readonly onAnswer: (requestId: string, answer: RuntimeAnswer) => void
}

/**
 * Lambda's Runtime API for one process.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi(events: RuntimeApiEvents): Promise<RuntimeApi> {
  let next: ServerResponse | undefined
  const queued: RuntimeInvocation[] = []

  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (request, response) => {
    const [, , , kind, requestId, outcome] = (request.url ?? '').split('/')
    if (request.method === 'GET' && kind === 'invocation' && requestId === 'next') {
      const invocation = queued.shift()
      if (invocation) send(response, invocation)
      else next = response
      events.onNext()
    } else if (request.method === 'POST' && kind === 'init')
      collect(request, (body) => {
        accept(response)
        events.onInitError({ type: 'error', body, errorType: errorType(request) })
      })
    else if (request.method === 'POST' && kind === 'invocation' && requestId)
      collect(request, (body) => {
        accept(response)
        const failed = outcome === 'error'
        events.onAnswer(
          requestId,
          failed ? { type: 'error', body, errorType: errorType(request) } : { type: 'response', body },
        )
      })
    else response.writeHead(404, { 'content-length': 0 }).end()
  })
  server.on('connection', (socket) => socket.setNoDelay(true))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    give(invocation) {
      if (next) {
        const response = next
        next = undefined
        send(response, invocation)
      } else queued.push(invocation)
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function send(response: ServerResponse, invocation: RuntimeInvocation): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(invocation.payload),
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': String(invocation.deadline),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': invocation.traceHeader,
    ...(invocation.clientContext && { 'lambda-runtime-client-context': invocation.clientContext }),
  })
  response.end(invocation.payload)
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json', 'content-length': 16 }).end('{"status":"OK"}\n')
}

function errorType(request: IncomingMessage): string {
  return String(request.headers['lambda-runtime-function-error-type'] ?? 'Unhandled')
}

function collect(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
}
