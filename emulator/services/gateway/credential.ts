import { AwsError } from '../../errors.ts'

/** What an `Authorization` header of Signature Version 4 says. */
export interface Credential {
  readonly accessKeyId: string
  /** YYYYMMDD */
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/**
 * Reads `AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/<service>/aws4_request, SignedHeaders=..., Signature=...`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function parseAuthorization(header: string | undefined): Credential {
  if (header === undefined || header === '') {
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', { status: 403 })
  }
  const fields = new Map<string, string>()
  for (const match of header.matchAll(/(Credential|SignedHeaders|Signature)=([^,\s]+)/g))
    fields.set(match[1]!, match[2]!)
  const [accessKeyId, date, region, service, terminator, ...rest] = (fields.get('Credential') ?? '').split('/')
  const signedHeaders = fields.get('SignedHeaders')
  const signature = fields.get('Signature')
  if (
    !header.startsWith('AWS4-HMAC-SHA256 ') ||
    terminator !== 'aws4_request' ||
    rest.length > 0 ||
    !accessKeyId ||
    !date ||
    !region ||
    !service ||
    !signedHeaders ||
    !signature
  ) {
    throw new AwsError(
      'IncompleteSignature',
      'Authorization header must be AWS4-HMAC-SHA256 with Credential=key/date/region/service/aws4_request, SignedHeaders and Signature',
    )
  }
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature }
}
