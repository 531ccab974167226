import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'

/** Accounts that emulators pretend to be; no real account has these numbers. */
export const testAccounts = ['000000000000', '123456789012']

/** Keys that mean nothing, so that no real ones are ever sent to an endpoint that claims to be AWS. */
export const testCredentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/**
 * Asks an endpoint whose account it is, and refuses any that is not a test account: the suite creates and deletes things.
 *
 * @throws {Error} naming the account
 */
export async function requireTestAccount(endpoint: string, region: string): Promise<string> {
  const { hostname } = new URL(endpoint)
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new Error(`${endpoint} is not on this machine; the suite runs against local endpoints alone`)
  const { Account } = await new STSClient({ endpoint, region, credentials: testCredentials }).send(
    new GetCallerIdentityCommand({}),
  )
  if (!Account || !testAccounts.includes(Account))
    throw new Error(
      `${endpoint} is account ${Account}, which is no test account (${testAccounts.join(', ')}); nothing was deployed`,
    )
  return Account
}
