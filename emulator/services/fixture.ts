import { onTestFinished } from 'vitest'
import type { Activity, Clock, Principal, Services, ServicesOptions } from '../ports.ts'
import { manualClock, startServices } from './index.ts'

/** Services for one test, on a clock that stands still; stopped when the test ends. */
export async function testServices(
  options: Partial<ServicesOptions> = {},
): Promise<Services & { readonly clock: Clock; readonly activities: readonly Activity[] }> {
  const activities: Activity[] = []
  const clock = options.clock ?? manualClock()
  const services = await startServices({ observe: (activity) => activities.push(activity), ...options, clock })
  onTestFinished(() => services.stop())
  return { ...services, clock, activities }
}

/** What every SDK client is made with: the account's owner, no retries. */
export const clientOptions = (services: Services) => ({
  endpoint: services.context.endpoint(),
  region: services.context.region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
})

/** Client options with the credentials of a function whose role has these statements. */
export function asRole(
  services: Services,
  statements: Parameters<Services['access']['putRole']>[1],
  principal: Partial<Extract<Principal, { type: 'role' }>> = {},
) {
  const roleArn = `arn:aws:iam::${services.context.account}:role/test-role`
  services.access.putRole(roleArn, statements)
  const credentials = services.access.issueCredentials({
    type: 'role',
    roleArn,
    functionName: 'test-function',
    step: 'test step',
    ...principal,
  })
  return { ...clientOptions(services), credentials }
}
