import type { Emulator, EmulatorOptions } from '../model.ts'
import { realClock, startServices } from '../services/index.ts'
import { createApiPorts } from './api-ports.ts'
import { cloudFormationApi } from './cloudformation/index.ts'
import { createLogStore, logsApi } from './cloudwatch-logs/index.ts'
import { watchDeadLetters } from './dead-letters.ts'
import { type DeployedStack, deploy, nothingDeployed } from './deploy/index.ts'
import { NotFoundError } from './errors.ts'
import { createEventSources } from './event-source/index.ts'
import { createEventHub } from './events.ts'
import type { ApiHost } from './http-api/host.ts'
import { createApiRegistry } from './http-api/registry.ts'
import { untilIdle } from './idle.ts'
import { lambdaApi } from './lambda/api.ts'
import type { FunctionDefinition } from './lambda/definition.ts'
import { createFunctions } from './lambda/functions.ts'
import { createInlineCode } from './lambda/inline-code.ts'
import { startReaper } from './lambda/reaper.ts'
import { createLogs } from './logs/index.ts'
import { createObserver, label, type Observer } from './observer.ts'
import { prewarm } from './prewarm.ts'
import { queueArn, queuedFlows, queueStates } from './queues.ts'
import { type Cloud, createRoles } from './resources/index.ts'
import { createSchedules } from './scheduler/index.ts'
import { createWebSocketApis, managementApi } from './websocket-api/index.ts'
import { createDocumentStore, xrayApi } from './xray/api/index.ts'
import { moved, type SegmentDocument } from './xray/daemon.ts'
import {
  createArchive,
  createTraces,
  restoredFlow,
  savedFlow,
  startXrayDaemon,
  type TraceArchive,
} from './xray/index.ts'

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
  let archive: TraceArchive | undefined
  const traces = createTraces(clock, (traceId) => {
    archive?.changed(traceId)
    hub.emitSoon(`trace ${traceId}`, { type: 'trace', traceId })
  })
  const logs = createLogs(clock, traces.flowOf)
  const logStore = createLogStore(clock)
  let documentArchive: TraceArchive | undefined
  const documents = createDocumentStore((traceId) => documentArchive?.changed(traceId))
  const observer: Observer = createObserver({ traces, logs, logStore, documents, hub })
  const services = await startServices({ ...serviceOptions(options), clock, observe: observer.activity })
  const { region, account } = services.context
  if (options.directory !== undefined) {
    const { db } = services.context
    const failed = (message: string) => observer.problem('emulator', message)
    archive = createArchive(db, 'trace_flows', (traceId) => savedFlow(traces.flows().get(traceId)), failed)
    traces.restore(archive.load().map(restoredFlow))
    documentArchive = createArchive(db, 'xray_traces', documents.saved, failed)
    documents.restore(documentArchive.load())
  }
  const receive = (document: SegmentDocument): void => {
    traces.document(document)
    documents.add(moved(document, (clock.now() - Date.now()) / 1000))
  }
  const daemon = await startXrayDaemon(receive)

  // 2. Functions.
  const reaper = startReaper()
  const functions = createFunctions(
    services,
    {
      region,
      endpoint: services.context.endpoint,
      xrayDaemon: () => daemon.address,
      now: clock.now,
      reaper,
      python: options.python ?? { executable: 'python3' },
      inspect: options.inspect,
      extraEnvironment: options.environment ?? {},
      credentials: (definition) => services.access.issueCredentials(principalOf(definition)),
      observer,
    },
    (definition, message) => observer.problem(label(definition), message),
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

  // 3. What calls functions: APIs, queues, schedules.
  const ports = createApiPorts(options.apiPort ?? 0)
  const invokeFromApi: ApiHost['invoke'] = (functionArn, { source, ...request }) =>
    functions.invokeFrom(
      'apigateway.amazonaws.com',
      `arn:aws:execute-api:${region}:${account}:${source}`,
      functionArn,
      request,
    )
  const apis = createApiRegistry(
    {
      account,
      now: clock.now,
      invoke: invokeFromApi,
      started: (request) => observer.requestStarted(request, stepOf(request.functionArn)),
      ended: (request) => observer.requestEnded(request, stepOf(request.functionArn)),
      refused: (request, status) => observer.requestRefused(request, status),
      problem: (message) => observer.problem('api', message),
    },
    ports,
  )
  const webSocketApis = createWebSocketApis(
    {
      clock,
      invoke: invokeFromApi,
      problem: (message) => observer.problem('api', message),
      trusts: apis.namesOrigin,
    },
    ports,
  )
  services.addRoute(managementApi(webSocketApis, services))
  const eventSources = createEventSources(
    {
      services,
      invoke: functions.invoke,
      recursionAllowed: (arn) => functions.find(arn)?.definition.recursionAllowed ?? false,
      waited: (wait) => traces.waited(wait, stepOfQueue(wait.queueArn)),
      problem: (arn, message) => observer.problem(stepOf(arn) ?? arn, message),
    },
    ({ functionArn, queueArn: arn }) => {
      const fn = functions.find(functionArn)
      if (!fn) throw new NotFoundError(`there is no function ${functionArn}`)
      for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
        services.authorize(principalOf(fn.definition), action, arn)
    },
  )
  const schedules = createSchedules({
    services,
    accept: (arn, event) => void functions.accept(arn, event),
    problem: ({ step, name }, message) => observer.problem(step ?? name, message),
  })

  // 4. The template.
  const cloud: Cloud = {
    services,
    region,
    account,
    roles: createRoles(services.access),
    functions,
    inlineCode: createInlineCode(),
    apis,
    webSocketApis,
    eventSources,
    schedules,
  }
  let deployed: DeployedStack = nothingDeployed
  services.addApi(cloudFormationApi({ region, account }, () => deployed))
  services.addApi(xrayApi(services, documents, receive))
  services.addApi(logsApi({ region, account }, () => deployed, logStore))
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
  let endPrewarming = (): void => undefined
  const update = async (assembly: string): Promise<void> => {
    endPrewarming()
    deployed = await deploy(cloud, deployed, assembly, options.stack)
    deadLetters.watch(queues().flatMap(({ deadLetter, arn }) => (deadLetter ? [arn] : [])))
    endPrewarming = prewarm(functions.all(), new Set([...apis.functionArns(), ...webSocketApis.functionArns()]))
    hub.emit({ type: 'deployed', time: clock.now() })
  }
  // One after another: an update builds on what the one before left.
  let updates = Promise.resolve()
  const deployNext = (assembly: string): Promise<void> => {
    const next = updates.then(() => update(assembly))
    updates = next.catch(() => undefined)
    return next
  }

  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopped ??= stopAll()
    return stopped
  }
  const stopAll = async (): Promise<void> => {
    hub.stop()
    endPrewarming()
    deadLetters.watch([])
    eventSources.stop()
    schedules.stop()
    await Promise.all([apis.stop(), webSocketApis.stop(), functions.stop()])
    cloud.inlineCode.remove()
    await daemon.stop()
    archive?.flush()
    documentArchive?.flush()
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
    get webSocketUrl() {
      return webSocketApis.urls().values().next().value
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
    deploy: deployNext,
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
    traces: (filter = {}) => traces.list(filter, queuedFlows(services, eventSources.queues())),
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

function principalOf({ roleArn, name, step }: FunctionDefinition): {
  type: 'role'
  roleArn: string
  functionName: string
  step?: string
} {
  return { type: 'role', roleArn, functionName: name, ...(step !== undefined && { step }) }
}

function serviceOptions({
  region,
  account,
  port,
  directory,
}: EmulatorOptions): Partial<Parameters<typeof startServices>[0]> {
  return {
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    ...(port !== undefined && { port }),
    ...(directory !== undefined && { directory }),
  }
}
