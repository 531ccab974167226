import type { ListTargetsByRuleRequest, ListTargetsByRuleResponse } from '@aws-sdk/client-eventbridge'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export const listTargetsByRule = (registry: Registry) => (input: ListTargetsByRuleRequest) => {
  const { targets } = registry.rule(input.Rule, registry.bus(input.EventBusName))
  const Targets = targets.map((target) => ({
    Id: target.id,
    Arn: target.arn,
    ...(target.input !== undefined && { Input: target.input }),
    ...(target.inputPath !== undefined && { InputPath: target.inputPath }),
    ...(target.inputTransformer && {
      InputTransformer: {
        InputPathsMap: { ...target.inputTransformer.inputPathsMap },
        InputTemplate: target.inputTransformer.inputTemplate,
      },
    }),
    ...(target.messageGroupId !== undefined && { SqsParameters: { MessageGroupId: target.messageGroupId } }),
    ...(target.deadLetterArn !== undefined && { DeadLetterConfig: { Arn: target.deadLetterArn } }),
  }))
  return { Targets } satisfies ListTargetsByRuleResponse
}
