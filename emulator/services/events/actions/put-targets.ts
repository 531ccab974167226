import type { PutTargetsRequest, PutTargetsResponse, Target } from '@aws-sdk/client-eventbridge'
import type { RuleTarget } from '../../../ports.ts'
import type { Registry } from '../registry.ts'

/** Targets with the id of one that is there replace it. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
export const putTargets = (registry: Registry) => (input: PutTargetsRequest) => {
  const rule = registry.rule(input.Rule, registry.bus(input.EventBusName))
  const added = (input.Targets ?? []).map(toRuleTarget)
  const kept = rule.targets.filter(({ id }) => !added.some((target) => target.id === id))
  registry.setTargets(rule, [...kept, ...added])
  return { FailedEntryCount: 0, FailedEntries: [] } satisfies PutTargetsResponse
}

function toRuleTarget(target: Target): RuleTarget {
  const { InputTransformer: transformer } = target
  return {
    id: target.Id ?? '',
    arn: target.Arn ?? '',
    ...(target.Input !== undefined && { input: target.Input }),
    ...(target.InputPath !== undefined && { inputPath: target.InputPath }),
    ...(transformer && {
      inputTransformer: {
        inputPathsMap: transformer.InputPathsMap ?? {},
        inputTemplate: transformer.InputTemplate ?? '',
      },
    }),
    ...(target.SqsParameters?.MessageGroupId !== undefined && { messageGroupId: target.SqsParameters.MessageGroupId }),
    ...(target.DeadLetterConfig?.Arn !== undefined && { deadLetterArn: target.DeadLetterConfig.Arn }),
  }
}
