import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

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

/** With the checksums that the SDK's SQS client verifies. */
function answer(target: string, body: string): string {
  if (!target.startsWith('AmazonSQS.')) return '{}'
  const { Entries, MessageBody } = JSON.parse(body) as {
    Entries?: { Id: string; MessageBody: string }[]
    MessageBody?: string
  }
  const taken = (text: string) => ({ MessageId: '1', MD5OfMessageBody: createHash('md5').update(text).digest('hex') })
  if (MessageBody !== undefined) return JSON.stringify(taken(MessageBody))
  return JSON.stringify({
    Successful: Entries?.map((entry) => ({ Id: entry.Id, ...taken(entry.MessageBody) })),
    Failed: [],
  })
}
