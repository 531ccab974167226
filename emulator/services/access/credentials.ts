import { randomBytes } from 'node:crypto'
import { AwsError } from '../../errors.ts'
import type { AccessPort, Principal } from '../../ports.ts'
import type { Credential } from '../gateway/credential.ts'
import { isSignedWith, type SignedRequest } from '../gateway/signature.ts'

type Role = Extract<Principal, { type: 'role' }>

/** Keys that the emulator gave out begin so; every other key (`test`, the keys of a real profile) is the account's owner. */
const PREFIX = 'ASIAMOTIA'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export interface Credentials {
  issue: AccessPort['issueCredentials']
  /** Says who signed; throws for a key that nobody was given, and for a signature made without its secret. */
  identify(credential: Credential, request: SignedRequest): Principal
}

export function createCredentials(): Credentials {
  const issued = new Map<string, { readonly principal: Role; readonly secret: string; readonly token: string }>()
  return {
    issue(principal) {
      const accessKeyId = PREFIX + Array.from(randomBytes(11), (byte) => ALPHABET[byte & 31]).join('')
      const secretAccessKey = randomBytes(30).toString('base64')
      const sessionToken = randomBytes(48).toString('base64')
      issued.set(accessKeyId, { principal, secret: secretAccessKey, token: sessionToken })
      return { accessKeyId, secretAccessKey, sessionToken }
    },
    identify(credential, request) {
      if (!credential.accessKeyId.startsWith(PREFIX)) return { type: 'owner' }
      const found = issued.get(credential.accessKeyId)
      if (found === undefined || request.headers['x-amz-security-token'] !== found.token) {
        throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', {
          status: 403,
        })
      }
      if (!isSignedWith(found.secret, credential, request)) {
        throw new AwsError(
          'SignatureDoesNotMatch',
          'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
          { status: 403 },
        )
      }
      return found.principal
    },
  }
}
