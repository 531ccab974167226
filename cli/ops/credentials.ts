import { UsageError } from '../errors.ts'

const credentialErrors = new Set([
  'CredentialsProviderError',
  'ExpiredTokenException',
  'ExpiredToken',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'TokenProviderError',
])

/** How endpoints say that they lack an action. */
const unknownActions = new Set(['InvalidAction', 'UnknownOperationException', 'UnsupportedOperation', 'NotImplemented'])

/** Runs a command against AWS; what is wrong with credentials, region, network or a name becomes one clear sentence. */
export async function withAws<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UsageError) throw error
    const { name, message, code } = error as { name?: string; message?: string; code?: string }
    if (name && credentialErrors.has(name))
      throw new UsageError(
        `no usable AWS credentials: ${message}; sign in (\`aws sso login\`), set AWS_PROFILE, or set AWS_ENDPOINT_URL and dummy keys for a local endpoint`,
        { cause: error },
      )
    if (message?.includes('Region is missing'))
      throw new UsageError('no AWS region: set AWS_REGION or pass --region', { cause: error })
    if (code === 'ECONNREFUSED')
      throw new UsageError(`nothing answers at the endpoint: ${message}; is it running?`, { cause: error })
    if (name === 'ValidationError' && message?.includes('does not exist'))
      throw new UsageError(`${message}; \`aws cloudformation list-stacks\` lists what there is`, { cause: error })
    if (name && unknownActions.has(name))
      throw new UsageError(`the endpoint cannot do this: ${message}`, { cause: error })
    if (name === 'AccessDenied' || name === 'AccessDeniedException')
      throw new UsageError(`not allowed: ${message}`, { cause: error })
    throw error
  }
}
