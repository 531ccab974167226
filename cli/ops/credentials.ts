import { styleText } from 'node:util'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { UsageError } from '../errors.ts'
import type { Target } from './options.ts'

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

/**
 * Runs a command against its target, and says on standard error which that is; what is wrong with credentials, region,
 * network or a name becomes one clear sentence.
 */
export async function withAws<T>(target: Target, work: () => Promise<T>): Promise<T> {
  try {
    console.error(styleText('dim', await described(target), { stream: process.stderr, validateStream: true }))
    return await work()
  } catch (error) {
    if (error instanceof UsageError) throw error
    const { name, message, code } = error as { name?: string; message?: string; code?: string }
    if (name && credentialErrors.has(name))
      throw new UsageError(
        `no usable AWS credentials: ${message}; sign in (\`aws sso login\`), set AWS_PROFILE, set AWS_ENDPOINT_URL and dummy keys for a local endpoint, or add --local for what \`motia-aws dev\` runs`,
        { cause: error },
      )
    if (message?.includes('Region is missing'))
      throw new UsageError(
        'no AWS region: set AWS_REGION, pass --region, or add --local for what `motia-aws dev` runs',
        { cause: error },
      )
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

async function described({ client, local }: Target): Promise<string> {
  if (local) return `on the emulator of ${local.root} (${local.endpoint})`
  const region = await new CloudFormationClient(client).config.region()
  const { AWS_ENDPOINT_URL: url, AWS_PROFILE: profile } = process.env
  const endpoint = client.endpoint ?? url
  return `on ${endpoint ? `the endpoint ${endpoint}` : 'AWS'}, region ${region}${profile ? `, profile ${profile}` : ''}`
}
