import { useApp, useQueues } from '../api/index.ts'
import type { View } from '../url/index.ts'

interface Count {
  /** Shown beside the name. */
  readonly amount?: number
  /** Says what fails; a red dot. */
  readonly failing?: string | undefined
}

/** What the sidebar tells about each view. */
export function useCounts(): Partial<Record<View, Count>> {
  const { data: app } = useApp()
  const { data: queues } = useQueues()
  const steps = app?.steps ?? []
  const broken = app?.findings.filter((finding) => finding.severity === 'error').length ?? 0
  const failed = steps.reduce((sum, step) => sum + step.errors, 0)
  const waiting = (queues ?? []).filter((queue) => !queue.deadLetter)
  const dead = (queues ?? []).filter((queue) => queue.deadLetter).reduce((sum, queue) => sum + queue.visible, 0)
  return {
    flows: { amount: steps.length, failing: broken > 0 ? `${broken} findings to mend` : undefined },
    endpoints: { amount: countOf(steps, 'api') },
    traces: { failing: failed > 0 ? `${failed} failed invocations` : undefined },
    queues: {
      amount: waiting.reduce((sum, queue) => sum + queue.visible + queue.inFlight + queue.delayed, 0),
      failing: dead > 0 ? `${dead} dead letters` : undefined,
    },
    schedules: { amount: countOf(steps, 'cron') },
  }
}

function countOf(steps: readonly { readonly triggers: readonly { readonly type: string }[] }[], type: string): number {
  return steps.filter((step) => step.triggers.some((trigger) => trigger.type === type)).length
}
