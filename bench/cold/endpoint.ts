import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error: plain JavaScript, for it also runs where nothing strips types
import { answer } from './answer.mjs'

/** Answers every DynamoDB and SQS call at once: no such item, message taken. */
export async function startEndpoint(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'])
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
      response.end(answer(target, body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
