import type { RuleTarget } from '../../ports.ts'
import type { Provider } from './provider.ts'
import { json, lastPart, list, optional, record, required } from './read.ts'

export const eventBus: Provider = {
  honours: ['Name'],
  inert: ['Description', 'Tags', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig', 'Policy'],
  put(request, cloud) {
    const name = required(request, 'Name')
    const { arn } = cloud.services.events.putBus(name)
    return { ref: name, arn, attributes: { Arn: arn, Name: name } }
  },
  remove: (made, _, cloud) => cloud.services.events.deleteBus(made.ref),
}

export const rule: Provider = {
  honours: ['EventBusName', 'EventPattern', 'Name', 'State', 'Targets'],
  inert: ['Description', 'RoleArn', 'Tags'],
  check: (properties) =>
    properties['ScheduleExpression'] === undefined
      ? []
      : ['ScheduleExpression: rules on a schedule are not emulated: use AWS::Scheduler::Schedule'],
  put(request, cloud) {
    const bus = lastPart(optional(request.properties, 'EventBusName') ?? 'default')
    const name = optional(request.properties, 'Name') ?? request.generatedName(64)
    cloud.services.events.putRule(name, {
      bus,
      pattern: record(request.properties['EventPattern']),
      state: request.properties['State'] === 'DISABLED' ? 'DISABLED' : 'ENABLED',
      targets: list(request.properties['Targets']).map((target) => readTarget(record(target))),
    })
    const arn = `arn:aws:events:${cloud.region}:${cloud.account}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`
    return { ref: bus === 'default' ? name : `${bus}|${name}`, arn, attributes: { Arn: arn } }
  },
  remove(made, _, cloud) {
    const [bus, name] = made.ref.includes('|') ? made.ref.split('|') : ['default', made.ref]
    cloud.services.events.deleteRule(name!, bus!)
  },
}

function readTarget(target: Readonly<Record<string, unknown>>): RuleTarget {
  const transformer = record(target['InputTransformer'])
  const input = optional(target, 'Input')
  const inputPath = optional(target, 'InputPath')
  const group = optional(record(target['SqsParameters']), 'MessageGroupId')
  const deadLetterArn = optional(record(target['DeadLetterConfig']), 'Arn')
  return {
    id: String(target['Id']),
    arn: String(target['Arn']),
    ...(input !== undefined && { input }),
    ...(inputPath !== undefined && { inputPath }),
    ...(transformer['InputTemplate'] !== undefined && {
      inputTransformer: {
        inputTemplate: json(transformer['InputTemplate']),
        inputPathsMap: record(transformer['InputPathsMap']) as Record<string, string>,
      },
    }),
    ...(group !== undefined && { messageGroupId: group }),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
  }
}
