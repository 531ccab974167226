import type { RuleTarget } from '../../ports.ts'
import type { Matcher } from '../matching/index.ts'

export interface Rule {
  readonly name: string
  readonly bus: string
  readonly arn: string
  readonly description?: string | undefined
  /** As given, and compiled. */
  readonly pattern: unknown
  readonly matches: Matcher
  state: 'ENABLED' | 'DISABLED'
  targets: readonly RuleTarget[]
}

/** An event as targets and patterns see it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export interface Event {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': string
  readonly source: string
  readonly account: string
  /** ISO 8601, whole seconds. */
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: unknown
}
