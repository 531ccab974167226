import { AwsError } from '../../errors.ts'
import type { Activity, ServiceContext } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Api, Call, Change } from './api.ts'
import { checkMembers } from './members.ts'

/** Does one action for a caller: asks access control, runs it, tells the observer what happened. */
export async function perform(
  api: Api,
  action: string,
  given: unknown,
  caller: Omit<Call, 'changed'>,
  { access, context }: { readonly access: Access; readonly context: ServiceContext },
): Promise<unknown> {
  const time = context.clock.now()
  const started = performance.now()
  const changes: Change[] = []
  const call: Call = { ...caller, changed: (change) => changes.push(change) }
  let resource: string | undefined

  const observe = (error?: AwsError) => {
    if (api.service === 'sts') return
    const activity: Activity = {
      kind: 'call',
      time,
      duration: performance.now() - started,
      service: api.service,
      action,
      principal: call.principal,
      ...(call.traceHeader !== undefined && { traceHeader: call.traceHeader }),
      ...(resource !== undefined && { resource }),
      ...(error && { error: { code: error.code, message: error.message } }),
    }
    if (changes.length === 0) context.observe(activity)
    // A call that writes several items is told once for each.
    for (const change of changes) context.observe({ ...activity, change })
  }

  try {
    const run = Object.hasOwn(api.actions, action) ? api.actions[action] : undefined
    if (run === undefined) throw unknownAction(api, action)
    const input = checkMembers(given, api.members)
    const permissions = await api.permissions(action, input as never)
    resource = permissions[0]?.resource
    for (const permission of permissions) access.authorize(call.principal, permission)
    const output = await run(input as never, call)
    observe()
    return output
  } catch (thrown) {
    const error = toAwsError(thrown)
    observe(error)
    throw error
  }
}

function unknownAction(api: Api, action: string): AwsError {
  const known = Object.keys(api.actions).join(', ')
  return new AwsError('UnknownOperationException', `the emulator's ${api.service} has no ${action}; it has ${known}`)
}

/** An error that no AWS API has is the emulator's own fault; its message is what its author needs. */
export function toAwsError(thrown: unknown): AwsError {
  if (thrown instanceof AwsError) return thrown
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return new AwsError('InternalFailure', `the emulator failed: ${message}`, { status: 500, cause: thrown })
}
