import { PatternError } from '../matching/index.ts'
import { invalidParameter } from './errors.ts'
import { compileFilter, type Filter } from './filter.ts'

type Attributes = Readonly<Record<string, string>>

const TOPIC = [
  'ArchivePolicy',
  'ContentBasedDeduplication',
  'DataProtectionPolicy',
  'DeliveryPolicy',
  'DisplayName',
  'FifoThroughputScope',
  'FifoTopic',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'Policy',
  'SignatureVersion',
  'TracingConfig',
]

const FEEDBACK = /^(Application|Firehose|HTTP|Lambda|SQS)(Success|Failure)Feedback(RoleArn|SampleRate)$/

/** Bytes; what a topic takes that does not say otherwise, and the most that it can say. */
const DEFAULT_SIZE = 262_144
const LARGEST_SIZE = 1_048_576

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export function checkTopicAttributes(attributes: Attributes): void {
  const unknown = Object.keys(attributes).find((name) => !TOPIC.includes(name) && !FEEDBACK.test(name))
  if (unknown !== undefined) throw invalidParameter(`AttributeName: unknown attribute ${unknown}`)
  const size = Number(attributes['MaximumMessageSize'] ?? DEFAULT_SIZE)
  if (!Number.isInteger(size) || size < 1024 || size > LARGEST_SIZE) {
    throw invalidParameter(`Attributes Reason: MaximumMessageSize ${size} must be from 1024 to ${LARGEST_SIZE} bytes`)
  }
}

export const maximumMessageSize = (attributes: Attributes) => Number(attributes['MaximumMessageSize'] ?? DEFAULT_SIZE)

const SUBSCRIPTION = ['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy']

/** Checks a subscription's attributes and compiles its filter. https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export function readSubscriptionAttributes(attributes: Attributes): Filter {
  const unknown = Object.keys(attributes).find((name) => !SUBSCRIPTION.includes(name))
  if (unknown !== undefined)
    throw invalidParameter(
      `AttributeName: ${unknown} is no attribute that the emulator has; it has ${SUBSCRIPTION.join(', ')}`,
    )
  const scope = attributes['FilterPolicyScope'] ?? 'MessageAttributes'
  if (scope !== 'MessageAttributes' && scope !== 'MessageBody') throw invalidParameter(`FilterPolicyScope: ${scope}`)
  if (!['true', 'false', undefined].includes(attributes['RawMessageDelivery'])) {
    throw invalidParameter(
      `Attributes Reason: RawMessageDelivery: Invalid value [${attributes['RawMessageDelivery']}]. Must be true or false.`,
    )
  }
  deadLetterArn(attributes)
  const policy = attributes['FilterPolicy']
  if (!policy) return () => true
  try {
    return compileFilter(JSON.parse(policy), scope)
  } catch (cause) {
    if (!(cause instanceof PatternError || cause instanceof SyntaxError)) throw cause
    throw Object.assign(invalidParameter(`FilterPolicy: ${cause.message}`), { cause })
  }
}

export function deadLetterArn(attributes: Attributes): string | undefined {
  const text = attributes['RedrivePolicy']
  if (!text) return undefined
  try {
    const { deadLetterTargetArn } = JSON.parse(text) as { deadLetterTargetArn?: unknown }
    if (typeof deadLetterTargetArn === 'string') return deadLetterTargetArn
  } catch (cause) {
    throw Object.assign(invalidParameter('RedrivePolicy: failed to parse JSON.'), { cause })
  }
  throw invalidParameter('RedrivePolicy: must contain the key deadLetterTargetArn')
}
