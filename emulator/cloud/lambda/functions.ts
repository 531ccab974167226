import type { Services } from '../../ports.ts'
import { type AsyncConfig, createAsyncQueue } from './async.ts'
import type { FunctionDefinition } from './definition.ts'
import { functionNotFound, LambdaApiError } from './errors.ts'
import { createFunction, type FunctionHost, type LambdaFunction } from './function.ts'
import type { InvocationResult, InvokeRequest } from './invocation.ts'

/** Who may invoke a function besides its account: `AWS::Lambda::Permission`. */
export interface Permission {
  /** `apigateway.amazonaws.com` */
  readonly principal: string
  readonly sourceArn?: string
}

/** The functions of the account, by ARN. */
export interface Functions {
  /** Creates or replaces a function: the next invocation runs the new version. */
  put(definition: FunctionDefinition): void
  remove(arn: string): void
  permit(arn: string, id: string, permission: Permission): void
  forbid(arn: string, id: string): void
  configureAsync(arn: string, config: AsyncConfig): void
  find(nameOrArn: string): LambdaFunction | undefined
  all(): LambdaFunction[]
  /** Invokes and waits. Throws a {@link LambdaApiError} when there is no such function or it is throttled. */
  invoke(arn: string, request: InvokeRequest): Promise<InvocationResult>
  /** As {@link Functions.invoke}, for a service that the function's policy must allow. */
  invokeFrom(service: string, sourceArn: string, arn: string, request: InvokeRequest): Promise<InvocationResult>
  /** Throws when the function's policy does not let the service invoke it. */
  assertPermitted(service: string, sourceArn: string | undefined, arn: string): void
  /** Accepts an event to run later, with retries; returns its request id. */
  accept(arn: string, event: { payload: string; trigger: string; traceHeader?: string }): string
  /** Invocations that run or wait, and accepted events that are due. */
  busy(): { readonly running: readonly string[]; readonly events: number }
  /** Takes up accepted events of an earlier run. */
  resume(): void
  stop(): Promise<void>
}

export function createFunctions(
  services: Services,
  host: FunctionHost,
  problem: (definition: FunctionDefinition, message: string) => void,
): Functions {
  const functions = new Map<string, LambdaFunction>()
  const permissions = new Map<string, Map<string, Permission>>()
  const asyncConfigs = new Map<string, AsyncConfig>()
  const running = new Map<string, number>()
  // Versions that were replaced finish what they run.
  const retired = new Set<LambdaFunction>()

  const arnOf = (nameOrArn: string): string => {
    const name = /function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn.split(':')[0]!
    return `arn:aws:lambda:${services.context.region}:${services.context.account}:function:${name}`
  }
  const find = (nameOrArn: string): LambdaFunction | undefined =>
    functions.get(nameOrArn) ?? functions.get(arnOf(nameOrArn))

  const invoke = async (arn: string, request: InvokeRequest): Promise<InvocationResult> => {
    const fn = find(arn)
    if (!fn) throw functionNotFound(arn)
    const label = fn.definition.step ?? fn.definition.name
    running.set(label, (running.get(label) ?? 0) + 1)
    try {
      return await fn.invoke(request)
    } finally {
      const left = running.get(label)! - 1
      if (left === 0) running.delete(label)
      else running.set(label, left)
    }
  }

  const events = createAsyncQueue({
    services,
    invoke,
    problem,
    find: (arn) => {
      const fn = find(arn)
      return fn && { definition: fn.definition, config: asyncConfigs.get(fn.definition.arn) ?? {} }
    },
  })

  const assertPermitted = (service: string, sourceArn: string | undefined, arn: string): void => {
    const given = [...(permissions.get(arn)?.values() ?? [])]
    const allowed = given.some(
      ({ principal, sourceArn: pattern }) =>
        principal === service && (pattern === undefined || (sourceArn !== undefined && arnLike(pattern, sourceArn))),
    )
    if (allowed) return
    const step = find(arn)?.definition.step
    throw new LambdaApiError(
      'AccessDeniedException',
      403,
      `${service} may not invoke ${step ?? arn}: no AWS::Lambda::Permission allows lambda:InvokeFunction to ${service} from ${sourceArn}`,
    )
  }

  return {
    put(definition) {
      const old = functions.get(definition.arn)
      functions.set(definition.arn, createFunction(definition, host))
      if (old) retire(old)
    },
    remove(arn) {
      const old = functions.get(arn)
      functions.delete(arn)
      if (old) retire(old)
    },
    permit(arn, id, permission) {
      const given = permissions.get(arn) ?? new Map<string, Permission>()
      permissions.set(arn, given.set(id, permission))
    },
    forbid: (arn, id) => void permissions.get(arn)?.delete(id),
    configureAsync: (arn, config) => void asyncConfigs.set(arn, config),
    find,
    all: () => [...functions.values()],
    invoke,
    async invokeFrom(service, sourceArn, arn, request) {
      if (!find(arn)) throw functionNotFound(arn)
      assertPermitted(service, sourceArn, arn)
      return invoke(arn, request)
    },
    assertPermitted,
    accept(arn, event) {
      const fn = find(arn)
      if (!fn) throw functionNotFound(arn)
      return events.accept(fn.definition.arn, event)
    },
    busy: () => ({ running: [...running.keys()], events: events.pending() }),
    resume: () => events.resume(),
    async stop() {
      events.stop()
      await Promise.all([...functions.values(), ...retired].map((fn) => fn.stop()))
    },
  }

  function retire(fn: LambdaFunction): void {
    retired.add(fn)
    fn.retire()
  }
}

/** `*` and `?` in an ARN pattern. */
function arnLike(pattern: string, arn: string): boolean {
  const escaped = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${escaped}$`).test(arn)
}
