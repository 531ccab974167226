import type { BusPattern, EventTrigger } from '../model.ts'
import type { RawStep, Report } from './raw.ts'
import { schemaAt } from './value.ts'

/** What an event Step subscribes to; null, with an error reported, when that is nothing. */
export function eventTrigger(raw: RawStep, report: Report): EventTrigger | null {
  const { subscribes } = raw.config
  const list = typeof subscribes === 'string' ? [subscribes] : subscribes
  if (!Array.isArray(list) || list.length === 0) {
    report.error(
      'bad-value',
      'subscribes',
      `an event Step needs topics: subscribes: ['order.created'] (it is ${JSON.stringify(subscribes)})`,
    )
    return null
  }
  const topics = list.filter((item): item is string => typeof item === 'string' && item !== '')
  const patterns = list.filter(isPattern)
  for (const item of list) {
    if ((typeof item === 'string' && item !== '') || isPattern(item)) continue
    report.error('bad-value', 'subscribes', `${JSON.stringify(item)} is neither a topic nor { bus?, pattern }`)
  }
  if (topics.length + patterns.length === 0) return null
  return { type: 'event', subscribes: [...new Set(topics)], patterns, ...schemaAt(raw, 'input', report) }
}

function isPattern(value: unknown): value is BusPattern {
  if (typeof value !== 'object' || value === null) return false
  const { bus, pattern } = value as { bus?: unknown; pattern?: unknown }
  return typeof pattern === 'object' && pattern !== null && (bus === undefined || typeof bus === 'string')
}
