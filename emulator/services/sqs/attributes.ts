import { AwsError } from '../../errors.ts'
import { invalidParameter } from './errors.ts'

export type Attributes = Readonly<Record<string, string>>

/** Attributes that are whole numbers: smallest, largest, default. */
const NUMBERS: Readonly<Record<string, readonly [min: number, max: number, initial: number]>> = {
  DelaySeconds: [0, 900, 0],
  MaximumMessageSize: [1024, 1_048_576, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
  VisibilityTimeout: [0, 43_200, 30],
  KmsDataKeyReusePeriodSeconds: [60, 86_400, 300],
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true', 'false'],
  ContentBasedDeduplication: ['true', 'false'],
  SqsManagedSseEnabled: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
}

const TEXTS = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId']

/** What a queue has that was created without attributes. */
export const DEFAULTS: Attributes = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
  SqsManagedSseEnabled: 'true',
}

/**
 * Throws for a name or value that CreateQueue and SetQueueAttributes refuse.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export function checkAttributes(name: string, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) checkAttribute(key, value)
  const fifo = attributes['FifoQueue'] === 'true'
  if (fifo !== name.endsWith('.fifo')) {
    throw invalidParameter(
      fifo
        ? 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.'
        : 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    )
  }
  if (!fifo && attributes['ContentBasedDeduplication'] === 'true') {
    throw new AwsError('InvalidAttributeName', 'Unknown Attribute ContentBasedDeduplication.')
  }
}

function checkAttribute(key: string, value: string): void {
  const range = NUMBERS[key]
  const choices = CHOICES[key]
  if (range === undefined && choices === undefined && !TEXTS.includes(key)) {
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${key}.`)
  }
  const fits = range
    ? /^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1]
    : (choices?.includes(value) ?? true)
  if (!fits) throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${key}.`)
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string
  readonly maxReceiveCount: number
}

/** Undefined when the queue has no dead-letter queue. */
export function redrivePolicy(attributes: Attributes): RedrivePolicy | undefined {
  const text = attributes['RedrivePolicy']
  if (!text) return undefined
  const refuse = (reason: string) =>
    invalidParameter(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}.`)
  let policy: unknown
  try {
    policy = JSON.parse(text)
  } catch {
    throw refuse('Redrive policy is not a valid JSON map')
  }
  const { deadLetterTargetArn, maxReceiveCount } = (policy ?? {}) as Readonly<Record<string, unknown>>
  const count = Number(maxReceiveCount)
  if (typeof deadLetterTargetArn !== 'string')
    throw refuse('Redrive policy does not contain mandatory attribute: deadLetterTargetArn')
  if (maxReceiveCount === undefined)
    throw refuse('Redrive policy does not contain mandatory attribute: maxReceiveCount')
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw refuse('Invalid value for maxReceiveCount: 1 to 1000')
  return { deadLetterTargetArn, maxReceiveCount: count }
}

/** True when the queue that has these attributes lets `sourceArn` use it as its dead-letter queue. */
export function allowsRedriveFrom(attributes: Attributes, sourceArn: string): boolean {
  const text = attributes['RedriveAllowPolicy']
  if (!text) return true
  const policy = JSON.parse(text) as {
    readonly redrivePermission?: string
    readonly sourceQueueArns?: readonly string[]
  }
  if (policy.redrivePermission === 'denyAll') return false
  return policy.redrivePermission !== 'byQueue' || (policy.sourceQueueArns ?? []).includes(sourceArn)
}
