import type { ListRulesRequest, ListRulesResponse } from '@aws-sdk/client-eventbridge'
import type { Registry } from '../registry.ts'
import { toRule } from './describe-rule.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export const listRules = (registry: Registry) => (input: ListRulesRequest) => {
  const rules = registry
    .rules(registry.bus(input.EventBusName))
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
  return { Rules: rules.map(toRule) } satisfies ListRulesResponse
}
