import type { DeleteRuleRequest } from '@aws-sdk/client-eventbridge'
import { invalid } from '../errors.ts'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html */
export const deleteRule = (registry: Registry) => (input: DeleteRuleRequest) => {
  const bus = registry.bus(input.EventBusName)
  const rule = registry.rules(bus).find(({ name }) => name === input.Name)
  if (rule !== undefined && rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.")
  registry.removeRule(input.Name ?? '', bus)
}
