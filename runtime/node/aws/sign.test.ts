import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signedHeaders } from './sign.ts'

/** What the SDK's signer wants of a hash. */
class Sha256 {
  readonly hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBuffer(secret))
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(toBuffer(data))
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest()
  }
  reset(): void {}
}

function toBuffer(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data)
}

const word = fc.stringMatching(/^[A-Za-z0-9/+=]{1,40}$/)
const headerValue = fc.stringMatching(/^[ -~]{0,30}$/)

test('signs as the AWS SDK does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        accessKeyId: word,
        secretAccessKey: word,
        sessionToken: fc.option(word, { nil: undefined }),
        service: fc.constantFrom('sqs', 'sns', 'events', 'dynamodb', 'execute-api'),
        region: fc.constantFrom('eu-north-1', 'us-east-1', 'cn-north-1'),
        time: fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        body: fc.string({ unit: 'binary' }),
        path: fc.array(fc.oneof(fc.constant('@connections'), fc.stringMatching(/^[A-Za-z0-9!'()*~._ =-]{1,8}$/)), {
          maxLength: 3,
        }),
        target: headerValue,
        trace: fc.option(headerValue, { nil: undefined }),
        port: fc.option(fc.integer({ min: 1024, max: 65535 }), { nil: undefined }),
      }),
      async ({
        accessKeyId,
        secretAccessKey,
        sessionToken,
        service,
        region,
        time,
        body,
        path,
        target,
        trace,
        port,
      }) => {
        const url = new URL(
          `http://localhost${port ? `:${port}` : ''}/${path.map((part) => encodeURIComponent(part).replace('%40', '@')).join('/')}`,
        )
        const headers = {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': target,
          ...(trace !== undefined && { 'x-amzn-trace-id': trace }),
        }
        const credentials = { accessKeyId, secretAccessKey, sessionToken }
        const ours = signedHeaders({ method: 'POST', url, headers, body }, { service, region, credentials, time })
        const signer = new SignatureV4({
          service,
          region,
          credentials: sessionToken ? { accessKeyId, secretAccessKey, sessionToken } : { accessKeyId, secretAccessKey },
          sha256: Sha256,
          applyChecksum: false,
        })
        const theirs = await signer.sign(
          {
            method: 'POST',
            protocol: url.protocol,
            hostname: url.hostname,
            path: url.pathname,
            headers: { ...headers, host: url.host },
            body,
          } as unknown as Parameters<typeof signer.sign>[0],
          { signingDate: time },
        )
        expect(ours['authorization']).toBe((theirs as { headers: Record<string, string> }).headers['authorization'])
      },
    ),
    { numRuns: 100 },
  )
})
