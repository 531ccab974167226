import type { DescribeRuleRequest, DescribeRuleResponse } from '@aws-sdk/client-eventbridge'
import type { Registry } from '../registry.ts'
import type { Rule } from '../rule.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const describeRule = (registry: Registry) => (input: DescribeRuleRequest) =>
  toRule(registry.rule(input.Name, registry.bus(input.EventBusName))) satisfies DescribeRuleResponse

export const toRule = (rule: Rule) => ({
  Name: rule.name,
  Arn: rule.arn,
  EventPattern: JSON.stringify(rule.pattern),
  State: rule.state,
  ...(rule.description !== undefined && { Description: rule.description }),
  EventBusName: rule.bus,
})
