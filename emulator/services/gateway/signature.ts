import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Credential } from './credential.ts'

/** The parts of a request that a signature covers. */
export interface SignedRequest {
  readonly method: string
  /** As sent, still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * True when the request was signed with this secret.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSignedWith(secretAccessKey: string, credential: Credential, request: SignedRequest): boolean {
  const scope = `${credential.date}/${credential.region}/${credential.service}/aws4_request`
  const text = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'] ?? '',
    scope,
    sha256(canonicalRequest(credential, request)),
  ]
  const expected = createHmac('sha256', signingKey(secretAccessKey, credential)).update(text.join('\n')).digest()
  const given = Buffer.from(credential.signature, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function canonicalRequest(credential: Credential, request: SignedRequest): string {
  const headers = credential.signedHeaders.map((name) => `${name}:${collapse(request.headers[name] ?? '')}\n`)
  const query = [...request.query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  return [
    request.method,
    // Every service but S3 encodes the path once more.
    request.path.split('/').map(encode).join('/'),
    query,
    headers.join(''),
    credential.signedHeaders.join(';'),
    request.headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD' ? 'UNSIGNED-PAYLOAD' : sha256(request.body),
  ].join('\n')
}

const keys = new Map<string, Buffer>()

/** Four HMACs that only change with the day: remembered, for every call of every function needs them. */
function signingKey(secretAccessKey: string, { date, region, service }: Credential): Buffer {
  const name = `${secretAccessKey}/${date}/${region}/${service}`
  let key = keys.get(name)
  if (key === undefined) {
    key = [date, region, service, 'aws4_request'].reduce<Buffer>(
      (previous, part) => createHmac('sha256', previous).update(part).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    )
    if (keys.size > 2_000) keys.clear()
    keys.set(name, key)
  }
  return key
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const collapse = (value: string) => value.trim().replace(/\s+/g, ' ')
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
