import type { Filter } from './filter.ts'

export interface Topic {
  readonly arn: string
  readonly name: string
  readonly fifo: boolean
  attributes: Readonly<Record<string, string>>
  tags: Readonly<Record<string, string>>
}

export interface Subscription {
  readonly arn: string
  readonly topicArn: string
  readonly protocol: 'sqs' | 'lambda'
  readonly endpoint: string
  attributes: Readonly<Record<string, string>>
  /** From the attributes FilterPolicy and FilterPolicyScope. */
  accepts: Filter
}
