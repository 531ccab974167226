import type { StepView } from '../../../cli/dev/protocol.ts'
import type { Language, Trigger } from '../../../lib/steps/model.ts'
import { Icon } from './icons.tsx'

export type TriggerType = Trigger['type']

/** What starts a Step; of several, the first. */
export const triggerOf = (step: Pick<StepView, 'triggers'>): TriggerType => step.triggers[0]?.type ?? 'noop'

/** The line that tells Steps apart: a route, a schedule, the topics. */
export function addressOf(step: Pick<StepView, 'triggers'>): string {
  const trigger = step.triggers[0]
  switch (trigger?.type) {
    case 'api':
      return `${trigger.method} ${trigger.path}`
    case 'event':
      return [...trigger.subscribes, ...trigger.patterns.map((pattern) => `bus ${pattern.bus ?? 'default'}`)].join(', ')
    case 'cron':
      return trigger.expression
    default:
      return 'drawn only'
  }
}

const names = { api: 'API', event: 'event', cron: 'cron', noop: 'noop' } as const

export function TriggerIcon({ type }: { type: TriggerType }) {
  return (
    <span className={`trigger-icon hue-${type}`} title={`${names[type]} Step`}>
      <Icon name={type} size={14} />
      <span className="hidden-label">{names[type]}</span>
    </span>
  )
}

export function LanguageBadge({ language }: { language: Language }) {
  const python = language === 'python'
  return (
    <abbr className="language" title={python ? 'Python' : 'TypeScript or JavaScript'}>
      {python ? 'PY' : 'TS'}
    </abbr>
  )
}

export function Method({ method }: { method: string }) {
  return <span className="method mono">{method}</span>
}

/** An HTTP status code: red from 400, for there somebody did not get what they asked for. */
export function StatusCode({ status }: { status: number }) {
  return <span className={`mono status-code${status >= 400 ? ' bad' : ''}`}>{status}</span>
}

export function TraceStatus({ status }: { status: 'ok' | 'error' | 'running' }) {
  return <span className={`trace-status is-${status}`}>{status}</span>
}
