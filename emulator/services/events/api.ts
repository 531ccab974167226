import type { ServiceContext } from '../../ports.ts'
import type { Api, Permission } from '../gateway/api.ts'
import type { MemberTypes } from '../gateway/members.ts'
import { createEventBus } from './actions/create-event-bus.ts'
import { deleteEventBus } from './actions/delete-event-bus.ts'
import { deleteRule } from './actions/delete-rule.ts'
import { describeEventBus } from './actions/describe-event-bus.ts'
import { describeRule } from './actions/describe-rule.ts'
import { listEventBuses } from './actions/list-event-buses.ts'
import { listRules } from './actions/list-rules.ts'
import { listTargetsByRule } from './actions/list-targets-by-rule.ts'
import { putEvents } from './actions/put-events.ts'
import { putRule } from './actions/put-rule.ts'
import { putTargets } from './actions/put-targets.ts'
import { removeTargets } from './actions/remove-targets.ts'
import { setRuleState } from './actions/set-rule-state.ts'
import { testEventPattern } from './actions/test-event-pattern.ts'
import type { Put } from './put.ts'
import { busName, type Registry } from './registry.ts'

const MEMBERS: MemberTypes = {
  Name: 'string',
  NamePrefix: 'string',
  Rule: 'string',
  EventBusName: 'string',
  EventPattern: 'string',
  Event: 'string',
  ScheduleExpression: 'string',
  State: 'string',
  Description: 'string',
  Source: 'string',
  DetailType: 'string',
  Detail: 'string',
  TraceHeader: 'string',
  Id: 'string',
  Arn: 'string',
  Input: 'string',
  InputPath: 'string',
  InputTransformer: 'structure',
  SqsParameters: 'structure',
  DeadLetterConfig: 'structure',
  Ids: 'strings',
  Resources: 'strings',
  Entries: 'structures',
  Targets: 'structures',
}

/** EventBridge on the wire: AWS JSON 1.1. */
export function eventsApi(registry: Registry, put: Put, context: ServiceContext): Api {
  return {
    service: 'events',
    json: { target: 'AWSEvents', version: '1.1', namespace: 'com.amazonaws.eventbridge' },
    members: MEMBERS,
    permissions: (action, input) => permissions(registry, action, input),
    actions: {
      CreateEventBus: createEventBus(registry),
      DeleteEventBus: deleteEventBus(registry),
      DeleteRule: deleteRule(registry),
      DescribeEventBus: describeEventBus(registry),
      DescribeRule: describeRule(registry),
      DisableRule: setRuleState(registry, 'DISABLED'),
      EnableRule: setRuleState(registry, 'ENABLED'),
      ListEventBuses: listEventBuses(registry),
      ListRules: listRules(registry),
      ListTargetsByRule: listTargetsByRule(registry),
      PutEvents: putEvents(registry, put, context),
      PutRule: putRule(registry),
      PutTargets: putTargets(registry),
      RemoveTargets: removeTargets(registry),
      TestEventPattern: testEventPattern(),
    },
  }
}

interface Input {
  readonly Name?: string
  readonly Rule?: string
  readonly EventBusName?: string
  readonly Entries?: readonly {
    readonly EventBusName?: string
    readonly Source?: string
    readonly DetailType?: string
  }[]
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
function permissions(registry: Registry, action: string, input: Input): readonly Permission[] {
  const name = `events:${action}`
  if (action === 'PutEvents') {
    return (input.Entries ?? []).map((entry) => ({
      action: name,
      resource: registry.busArn(busName(entry.EventBusName)),
      context: {
        ...(entry.Source !== undefined && { 'events:source': entry.Source }),
        ...(entry.DetailType !== undefined && { 'events:detail-type': entry.DetailType }),
      },
    }))
  }
  if (action.endsWith('EventBus')) return [{ action: name, resource: registry.busArn(busName(input.Name)) }]
  const rule = input.Rule ?? input.Name
  const bus = busName(input.EventBusName)
  const path = bus === 'default' ? rule : `${bus}/${rule}`
  const resource = rule === undefined ? '*' : registry.busArn('').replace('event-bus/', `rule/${path}`)
  return [{ action: name, resource }]
}
