import type { Emulator } from '../model.ts'
import type { Deployments } from './deployments.ts'
import { NotFoundError } from './errors.ts'
import { untilIdle } from './idle.ts'
import { label } from './observer.ts'
import { queueArn, queuedFlows } from './queues.ts'
import type { Cloud } from './resources/index.ts'
import type { Telemetry } from './telemetry.ts'

/** What may be asked of an emulator that runs, apart from ending it. */
export function createOperations(
  cloud: Cloud,
  { hub, traces, logs }: Telemetry,
  deployments: Deployments,
): Omit<Emulator, 'stop'> {
  const { services, region, account, functions, apis, webSocketApis, eventSources, schedules } = cloud
  const { sqs, dynamodb, context } = services
  const { queues } = deployments
  return {
    endpoint: context.endpoint(),
    get apiUrl() {
      return firstOf(apis.urls())
    },
    get webSocketUrl() {
      return firstOf(webSocketApis.urls())
    },
    region,
    account,
    resources: () => resourcesOf(deployments),
    outputs: () => deployments.current().outputs,
    deploy: deployments.update,
    invoke: (step, payload) => invoke(functions, step, payload),
    idle: ({ timeout = 30_000 } = {}) => untilIdle({ services, functions, eventSources }, timeout),
    advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) =>
      context.clock.advance((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000),
    traces: (filter = {}) => traces.list(filter, queuedFlows(services, eventSources.queues())),
    logs: (filter = {}) => logs.list(filter),
    queues,
    messages: (queue, { offset = 0, limit = 100 } = {}) => sqs.peek(queueArn(queues(), queue), { offset, limit }),
    redrive: (queue, messageIds) => sqs.redrive(queueArn(queues(), queue), messageIds),
    purge: (queue) => sqs.purge(queueArn(queues(), queue)),
    schedules: () => schedules.list(),
    async runSchedule(name) {
      schedules.run(name)
    },
    setScheduleEnabled: (name, enabled) => schedules.setEnabled(name, enabled),
    dynamodb: (operation, input) => dynamodb.call(operation, input),
    on: (listener) => hub.on(listener),
  }
}

function firstOf(urls: ReadonlyMap<string, string>): string | undefined {
  return urls.values().next().value
}

function resourcesOf(deployments: Deployments): ReturnType<Emulator['resources']> {
  return [...deployments.current().resources.values()].map(({ type, stack, request, made }) => ({
    logicalId: request.logicalId,
    type,
    physicalId: made.ref,
    ...(made.arn !== undefined && { arn: made.arn }),
    ...(request.step !== undefined && { step: request.step }),
    ...(request.role !== undefined && { role: request.role }),
    stack: stack.split('/').slice(1).join('/'),
    properties: request.properties,
  }))
}

async function invoke(
  functions: Cloud['functions'],
  step: string,
  payload: unknown = {},
): ReturnType<Emulator['invoke']> {
  const all = functions.all()
  const fn = all.find(({ definition }) => definition.step === step) ?? functions.find(step)
  if (!fn)
    throw new NotFoundError(
      `there is no Step '${step}'; there are ${all.map(({ definition }) => label(definition)).join(', ')}`,
    )
  const result = await functions.invoke(fn.definition.arn, { payload: JSON.stringify(payload), trigger: 'invoke' })
  const text = result.payload.toString()
  return {
    status: 200,
    payload: text === '' ? null : (JSON.parse(text) as unknown),
    ...(result.error && { error: result.error }),
  }
}
