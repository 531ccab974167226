import type { IncomingMessage } from 'node:http'
import { AwsError } from '../../errors.ts'

/** The largest body that an AWS API here takes: BatchWriteItem's 16 MB. */
const MAX_BODY = 16 * 1024 * 1024

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

/**
 * A web page can make a browser send requests to this machine, under a name that its owner lets point here (DNS
 * rebinding): only requests that call this machine by its own name are served.
 */
export function checkHost(request: IncomingMessage): void {
  const host = request.headers.host ?? ''
  if (!LOOPBACK.test(host)) {
    throw new AwsError('InvalidHost', `host ${JSON.stringify(host)} is not this machine: call 127.0.0.1 or localhost`, {
      status: 403,
    })
  }
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) {
      throw new AwsError('RequestEntityTooLarge', `the request body exceeds ${MAX_BODY} bytes`, { status: 413 })
    }
    chunks.push(chunk)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}
