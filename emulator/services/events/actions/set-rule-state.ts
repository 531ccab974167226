import type { EnableRuleRequest } from '@aws-sdk/client-eventbridge'
import type { Registry } from '../registry.ts'
import type { Rule } from '../rule.ts'

/** EnableRule and DisableRule. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html */
export const setRuleState = (registry: Registry, state: Rule['state']) => (input: EnableRuleRequest) => {
  registry.rule(input.Name, registry.bus(input.EventBusName)).state = state
}
