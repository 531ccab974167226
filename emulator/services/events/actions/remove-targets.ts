import type { RemoveTargetsRequest, RemoveTargetsResponse } from '@aws-sdk/client-eventbridge'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html */
export const removeTargets = (registry: Registry) => (input: RemoveTargetsRequest) => {
  const rule = registry.rule(input.Rule, registry.bus(input.EventBusName))
  registry.setTargets(
    rule,
    rule.targets.filter(({ id }) => !input.Ids?.includes(id)),
  )
  return { FailedEntryCount: 0, FailedEntries: [] } satisfies RemoveTargetsResponse
}
