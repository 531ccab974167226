import type { Provider } from './provider.ts'
import { json, number, optional, record, required } from './read.ts'

export const schedule: Provider = {
  honours: [
    'EndDate',
    'GroupName',
    'Name',
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'StartDate',
    'State',
    'Target',
  ],
  // A flexible window may begin at once, which is what happens here.
  inert: ['Description', 'FlexibleTimeWindow', 'KmsKeyArn'],
  put(request, cloud) {
    const { properties, step } = request
    const name = optional(properties, 'Name') ?? request.generatedName(64)
    const group = optional(properties, 'GroupName') ?? 'default'
    const arn = `arn:aws:scheduler:${cloud.region}:${cloud.account}:schedule/${group}/${name}`
    const target = record(properties['Target'])
    const retry = record(target['RetryPolicy'])
    const deadLetterArn = optional(record(target['DeadLetterConfig']), 'Arn')
    const messageGroupId = optional(record(target['SqsParameters']), 'MessageGroupId')
    const start = optional(properties, 'StartDate')
    const end = optional(properties, 'EndDate')
    cloud.schedules.put({
      name,
      arn,
      ...(step !== undefined && { step }),
      expression: required(request, 'ScheduleExpression'),
      timezone: optional(properties, 'ScheduleExpressionTimezone') ?? 'UTC',
      enabled: properties['State'] !== 'DISABLED',
      ...(start !== undefined && { start: Date.parse(start) }),
      ...(end !== undefined && { end: Date.parse(end) }),
      target: {
        arn: String(target['Arn']),
        roleArn: String(target['RoleArn']),
        ...(target['Input'] !== undefined && { input: json(target['Input']) }),
        ...(deadLetterArn !== undefined && { deadLetterArn }),
        ...(messageGroupId !== undefined && { messageGroupId }),
        retries: number(retry, 'MaximumRetryAttempts') ?? 185,
        maxAge: number(retry, 'MaximumEventAgeInSeconds') ?? 86_400,
      },
    })
    return { ref: name, arn, attributes: { Arn: arn } }
  },
  remove: (made, _, cloud) => cloud.schedules.remove(made.arn!),
}

export const scheduleGroup: Provider = {
  honours: ['Name'],
  inert: ['Tags'],
  put(request, cloud) {
    const name = optional(request.properties, 'Name') ?? request.generatedName(64)
    const arn = `arn:aws:scheduler:${cloud.region}:${cloud.account}:schedule-group/${name}`
    return { ref: name, arn, attributes: { Arn: arn, State: 'ACTIVE' } }
  },
}
