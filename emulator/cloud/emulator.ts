import type { Activity, Emulator, EmulatorOptions } from '../index.ts'
import type { Services } from '../ports.ts'
import { realClock, startServices } from '../services/index.ts'
import { type DeployedStack, deploy, nothingDeployed } from './deploy/index.ts'
import { NotFoundError } from './errors.ts'
import { createEventSources } from './event-source/index.ts'
import { createEventHub } from './events.ts'
import type { ApiHost } from './http-api/api.ts'
import { createApiRegistry } from './http-api/registry.ts'
import { untilIdle } from './idle.ts'
import { lambdaApi } from './lambda/api.ts'
import type { FunctionDefinition } from './lambda/definition.ts'
import { createFunctions } from './lambda/functions.ts'
import type { InvocationObserver } from './lambda/invocation.ts'
import { startReaper } from './lambda/reaper.ts'
import { createLogs } from './logs/index.ts'
import { queueArn, queuedFlows, queueStates } from './queues.ts'
import { type Cloud, createRoles } from './resources/index.ts'
import { createSchedules } from './scheduler/index.ts'
import { isRecord } from './template/index.ts'
import { createArchive, createTraces, startXrayDaemon, type Traces } from './xray/index.ts'

/** Starts ahead of the first request, so many functions at most: a process takes some 40 MB. */
const prewarmed = 8

/**
 * Runs the stack of a cloud assembly on this machine.
 *
 * @example
 * const cloud = await startEmulator({ assembly: 'cdk.out' })
 * await fetch(`${cloud.apiUrl}/orders`, { method: 'POST', body: '{}' })
 * await cloud.idle()
 * await cloud.stop()
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  // 1. The services, and what watches them.
  const clock = realClock()
  const hub = createEventHub()
  let traces: Traces | undefined
  const services = await startServices({
    clock,
    ...(options.region !== undefined && { region: options.region }),
    ...(options.account !== undefined && { account: options.account }),
    ...(options.port !== undefined && { port: options.port }),
    ...(options.directory !== undefined && { directory: options.directory }),
    observe: (activity) => observed(activity),
  })
  const { region, account, db } = services.context
  const archive = options.directory === undefined ? undefined : createArchive(db, () => traces!.flows())
  traces = createTraces(clock, (traceId) => {
    archive?.changed(traceId)
    hub.emitSoon(`trace ${traceId}`, { type: 'trace', traceId })
  })
  const seen = traces
  if (archive) seen.restore(archive.load())
  const logs = createLogs(clock, (requestId) => seen.flowOf(requestId))
  const daemon = await startXrayDaemon((document) => seen.document(document))

  const observed = (activity: Activity): void => {
    traces?.activity(activity)
    if (activity.error && activity.principal.type === 'service')
      note(
        activity.principal.service,
        `${activity.action} to ${activity.resource} failed: ${activity.error.code}: ${activity.error.message}`,
      )
    if (activity.service === 'sqs') hub.emitSoon('queues', { type: 'queues' })
    const key = activity.change?.key
    if (activity.change && isRecord(key))
      hub.emit({ type: 'state', table: activity.change.table, group: String(key['group']), key: String(key['key']) })
  }
  const note = (step: string, message: string): void => {
    const line = logs.note(step, 'ERROR', message)
    if (hub.listened) hub.emit({ type: 'log', line })
  }
  const label = ({ step, name }: FunctionDefinition): string => step ?? name

  // 2. Functions.
  const observer: InvocationObserver = {
    started: (invocation) => seen.invocationStarted(invocation),
    running(invocation) {
      if (hub.listened)
        hub.emit({
          type: 'invocation.start',
          time: invocation.running!,
          step: label(invocation.function),
          requestId: invocation.requestId,
          cold: invocation.cold,
          trigger: invocation.trigger,
        })
    },
    ended(invocation) {
      seen.invocationEnded(invocation)
      // A runtime that was killed could not log why.
      const { error } = invocation
      if (error && /^(Sandbox|Runtime\.(ExitError|Interpreter)|Function\.|TooMany|Recursive)/.test(error.errorType))
        note(label(invocation.function), `${error.errorType}: ${error.errorMessage}`)
      if (!hub.listened) return
      const traceId = invocation.flows[0]?.traceId
      hub.emit({
        type: 'invocation.end',
        time: invocation.end!,
        step: label(invocation.function),
        requestId: invocation.requestId,
        duration: invocation.end! - (invocation.running ?? invocation.start),
        ...(error && { error: { type: error.errorType, message: error.errorMessage } }),
        ...(traceId !== undefined && { traceId }),
      })
    },
    line(definition, text, requestId, stream) {
      const line = logs.add(label(definition), text, { requestId, stream })
      if (hub.listened) hub.emit({ type: 'log', line })
    },
  }
  const reaper = startReaper()
  const functions = createFunctions(
    services,
    {
      region,
      endpoint: services.context.endpoint,
      xrayDaemon: () => daemon.address,
      now: () => clock.now(),
      reaper,
      python: options.python ?? { executable: 'python3' },
      inspect: options.inspect,
      extraEnvironment: options.environment ?? {},
      credentials: ({ roleArn, name, step }) =>
        services.access.issueCredentials({
          type: 'role',
          roleArn,
          functionName: name,
          ...(step !== undefined && { step }),
        }),
      observer,
    },
    (definition, message) => note(label(definition), message),
  )
  const stepOf = (arn: string | undefined): string | undefined =>
    arn === undefined ? undefined : functions.find(arn)?.definition.step
  services.setInvoke((functionArn, payload, { principal, traceHeader }) => {
    if (principal.type === 'service') functions.assertPermitted(principal.service, principal.sourceArn, functionArn)
    functions.accept(functionArn, {
      payload,
      trigger: principal.type === 'service' ? principal.service.split('.')[0]! : 'invoke',
      ...(traceHeader !== undefined && { traceHeader }),
    })
  })
  services.addRoute(lambdaApi(functions, services))

  // 3. What calls functions: HTTP APIs, queues, schedules.
  const apiHost: ApiHost = {
    account,
    now: () => clock.now(),
    invoke: (functionArn, { source, ...request }) =>
      functions.invokeFrom(
        'apigateway.amazonaws.com',
        `arn:aws:execute-api:${region}:${account}:${source}`,
        functionArn,
        request,
      ),
    started: (record) => seen.requestStarted(record, stepOf(record.functionArn)),
    ended(record) {
      const step = stepOf(record.functionArn)
      seen.requestEnded(record, step)
      if (!hub.listened) return
      hub.emit({
        type: 'request',
        time: record.start,
        method: record.method,
        path: record.path,
        status: record.status!,
        duration: record.end! - record.start,
        ...(step !== undefined && { step }),
        traceId: record.traceId,
      })
    },
    problem: (message) => note('api', message),
  }
  const apis = createApiRegistry(apiHost, options.apiPort ?? 0)
  const eventSources = createEventSources(
    {
      services,
      invoke: functions.invoke,
      recursionAllowed: (arn) => functions.find(arn)?.definition.recursionAllowed ?? false,
      waited: (wait) => seen.waited(wait, stepOfQueue(wait.queueArn)),
      problem: (arn, message) => note(stepOf(arn) ?? arn, message),
    },
    ({ functionArn, queueArn: arn }) => {
      const definition = functions.find(functionArn)?.definition
      if (!definition) throw new NotFoundError(`there is no function ${functionArn}`)
      const { roleArn, name, step } = definition
      for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
        services.authorize(
          { type: 'role', roleArn, functionName: name, ...(step !== undefined && { step }) },
          action,
          arn,
        )
    },
  )
  const schedules = createSchedules({
    services,
    accept: (arn, event) => void functions.accept(arn, event),
    problem: ({ step, name }, message) => note(step ?? name, message),
  })

  // 4. The template.
  const cloud: Cloud = {
    services,
    region,
    account,
    roles: createRoles(services.access),
    functions,
    apis,
    eventSources,
    schedules,
  }
  let deployed: DeployedStack = nothingDeployed
  const resources = (): DeployedStack['resources'] => deployed.resources
  const stepOfQueue = (arn: string): string | undefined =>
    [...resources().values()].find(({ made }) => made.arn === arn)?.request.step
  const queues = () => queueStates(services, resources().values())
  const deadLetters = watchDeadLetters(services, (queue, messageId) => {
    const step = stepOfQueue(queue)
    hub.emit({
      type: 'deadLetter',
      time: clock.now(),
      queue: queue.split(':').at(-1)!,
      ...(step !== undefined && { step }),
      messageId,
    })
  })
  const update = async (assembly: string): Promise<void> => {
    deployed = await deploy(cloud, deployed, assembly, options.stack)
    deadLetters.watch(
      queues()
        .filter(({ deadLetter }) => deadLetter)
        .map(({ arn }) => arn),
    )
    for (const fn of functions.all().slice(0, prewarmed)) fn.prewarm()
    hub.emit({ type: 'deployed', time: clock.now() })
  }

  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopped ??= stopAll()
    return stopped
  }
  const stopAll = async (): Promise<void> => {
    hub.stop()
    deadLetters.watch([])
    eventSources.stop()
    schedules.stop()
    await Promise.all([apis.stop(), functions.stop()])
    await daemon.stop()
    archive?.flush()
    await services.stop()
    await reaper.stop()
  }

  try {
    await update(options.assembly)
  } catch (error) {
    await stop()
    throw error
  }
  functions.resume()

  return {
    endpoint: services.context.endpoint(),
    get apiUrl() {
      return apis.urls().values().next().value
    },
    region,
    account,
    resources: () =>
      [...resources().values()].map(({ type, stack, request, made }) => ({
        logicalId: request.logicalId,
        type,
        physicalId: made.ref,
        ...(made.arn !== undefined && { arn: made.arn }),
        ...(request.step !== undefined && { step: request.step }),
        ...(request.role !== undefined && { role: request.role }),
        stack: stack.split('/').slice(1).join('/'),
        properties: request.properties,
      })),
    outputs: () => deployed.outputs,
    deploy: update,
    async invoke(step, payload = {}) {
      const fn = functions.all().find(({ definition }) => definition.step === step) ?? functions.find(step)
      if (!fn)
        throw new NotFoundError(
          `there is no Step '${step}'; there are ${functions
            .all()
            .map(({ definition }) => label(definition))
            .join(', ')}`,
        )
      const result = await functions.invoke(fn.definition.arn, { payload: JSON.stringify(payload), trigger: 'invoke' })
      const text = result.payload.toString()
      return {
        status: 200,
        payload: text === '' ? null : (JSON.parse(text) as unknown),
        ...(result.error && { error: result.error }),
      }
    },
    idle: ({ timeout = 30_000 } = {}) => untilIdle({ services, functions, eventSources }, timeout),
    advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) =>
      clock.advance((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000),
    traces: (filter = {}) => seen.list(filter, queuedFlows(services, eventSources.queues())),
    logs: (filter = {}) => logs.list(filter),
    queues,
    messages: (queue, { offset = 0, limit = 100 } = {}) =>
      services.sqs.peek(queueArn(queues(), queue), { offset, limit }),
    redrive: (queue, messageIds) => services.sqs.redrive(queueArn(queues(), queue), messageIds),
    purge: (queue) => services.sqs.purge(queueArn(queues(), queue)),
    schedules: () => schedules.list(),
    async runSchedule(name) {
      schedules.run(name)
    },
    setScheduleEnabled: (name, enabled) => schedules.setEnabled(name, enabled),
    dynamodb: (operation, input) => services.dynamodb.call(operation, input),
    on: (listener) => hub.on(listener),
    stop,
  }
}

/** Announces each message that comes into a dead-letter queue. */
function watchDeadLetters(
  services: Services,
  arrived: (queueArn: string, messageId: string) => void,
): { watch(arns: readonly string[]): void } {
  let unsubscribe: (() => void)[] = []
  return {
    watch(arns) {
      for (const each of unsubscribe) each()
      unsubscribe = arns.map((arn) => {
        const known = new Set(services.sqs.peek(arn, { offset: 0, limit: 1000 }).map(({ messageId }) => messageId))
        return services.sqs.onAvailable(arn, () => {
          for (const { messageId } of services.sqs.peek(arn, { offset: 0, limit: 1000 }))
            if (!known.has(messageId)) {
              known.add(messageId)
              arrived(arn, messageId)
            }
        })
      })
    },
  }
}
