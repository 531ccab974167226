import type { Services } from '../ports.ts'
import { createApiPorts } from './api-ports.ts'
import { NotFoundError } from './errors.ts'
import { createEventSources, type EventSources } from './event-source/index.ts'
import type { ApiHost } from './http-api/host.ts'
import { type ApiRegistry, createApiRegistry } from './http-api/registry.ts'
import { principalOf } from './lambda/definition.ts'
import type { Functions } from './lambda/functions.ts'
import { createSchedules, type Schedules } from './scheduler/index.ts'
import type { Telemetry } from './telemetry.ts'
import { createWebSocketApis, managementApi, type WebSocketApis } from './websocket-api/index.ts'

/** What calls functions: APIs, queues, schedules. */
export interface Triggers {
  readonly apis: ApiRegistry
  readonly webSocketApis: WebSocketApis
  readonly eventSources: EventSources
  readonly schedules: Schedules
}

export interface TriggersHost {
  readonly services: Services
  readonly functions: Functions
  readonly telemetry: Telemetry
  /** Port of the APIs; 0 takes a free one. */
  readonly apiPort: number
  /** The Step that a queue belongs to. */
  readonly stepOfQueue: (arn: string) => string | undefined
}

export function createTriggers(host: TriggersHost): Triggers {
  return { ...createApis(host), eventSources: createQueueReaders(host), schedules: createTimers(host) }
}

function createApis({
  services,
  functions,
  telemetry: { observer },
  apiPort,
}: TriggersHost): Pick<Triggers, 'apis' | 'webSocketApis'> {
  const { region, account, clock } = services.context
  const ports = createApiPorts(apiPort)
  const problem = (message: string): void => observer.problem('api', message)
  const invoke: ApiHost['invoke'] = (functionArn, { source, ...request }) =>
    functions.invokeFrom(
      'apigateway.amazonaws.com',
      `arn:aws:execute-api:${region}:${account}:${source}`,
      functionArn,
      request,
    )
  const stepOf = (arn: string | undefined): string | undefined =>
    arn === undefined ? undefined : functions.find(arn)?.definition.step
  const apis = createApiRegistry(
    {
      account,
      now: clock.now,
      invoke,
      started: (request) => observer.requestStarted(request, stepOf(request.functionArn)),
      ended: (request) => observer.requestEnded(request, stepOf(request.functionArn)),
      refused: (request, status) => observer.requestRefused(request, status),
      problem,
    },
    ports,
  )
  const webSocketApis = createWebSocketApis({ clock, invoke, problem, trusts: apis.namesOrigin }, ports)
  services.addRoute(managementApi(webSocketApis, services))
  return { apis, webSocketApis }
}

function createQueueReaders({
  services,
  functions,
  telemetry: { traces, observer },
  stepOfQueue,
}: TriggersHost): EventSources {
  return createEventSources(
    {
      services,
      invoke: functions.invoke,
      recursionAllowed: (arn) => functions.find(arn)?.definition.recursionAllowed ?? false,
      waited: (wait) => traces.waited(wait, stepOfQueue(wait.queueArn)),
      problem: (arn, message) => observer.problem(functions.find(arn)?.definition.step ?? arn, message),
    },
    ({ functionArn, queueArn }) => {
      const fn = functions.find(functionArn)
      if (!fn) throw new NotFoundError(`there is no function ${functionArn}`)
      for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
        services.authorize(principalOf(fn.definition), action, queueArn)
    },
  )
}

function createTimers({ services, functions, telemetry: { observer } }: TriggersHost): Schedules {
  return createSchedules({
    services,
    accept: (arn, event) => void functions.accept(arn, event),
    problem: ({ step, name }, message) => observer.problem(step ?? name, message),
  })
}
