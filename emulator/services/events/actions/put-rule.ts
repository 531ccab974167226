import type { PutRuleRequest, PutRuleResponse } from '@aws-sdk/client-eventbridge'
import { invalid } from '../errors.ts'
import { parsePattern } from '../parse-pattern.ts'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const putRule = (registry: Registry) => (input: PutRuleRequest) => {
  if (input.ScheduleExpression !== undefined || input.EventPattern === undefined) {
    throw invalid('the emulator has rules with an EventPattern only; for a schedule use EventBridge Scheduler')
  }
  const rule = registry.putRule(input.Name ?? '', {
    bus: registry.bus(input.EventBusName),
    pattern: parsePattern(input.EventPattern),
    state: input.State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
    description: input.Description,
  })
  return { RuleArn: rule.arn } satisfies PutRuleResponse
}
