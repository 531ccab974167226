/** Apps of any size: API, event and cron Steps whose topics go round in circles. */
import type { Step } from '../../lib/steps/model.ts'
import { api, cron, emits, event, step } from './steps.ts'

/**
 * Of ten Steps six have a route, three a queue and one a schedule. Each event Step feeds the next one and the last the
 * first; besides it hears one of three topics that fan out.
 */
export function mixedSteps(count: number): Step[] {
  const numbers = Array.from({ length: count }, (_, index) => index)
  const events = numbers.filter((index) => index % 10 >= 6 && index % 10 < 9)
  return numbers.map((index) => {
    const name = `step-${index}`
    if (index % 10 === 9) return step(name, cron(`${index % 60} 3 * * *`), { state: ['query', 'delete'] })
    if (index % 10 < 6) {
      const topic = events.length > 0 ? `topic-${events[index % events.length]}` : 'nobody'
      return step(name, api('POST', `/things-${index}/:id`), { state: ['get', 'set'], ...emits(topic, 'news-0') })
    }
    const next = events[(events.indexOf(index) + 1) % events.length]
    return step(name, event(`topic-${index}`, `news-${index % 3}`), {
      state: ['update'],
      allowLoop: true,
      ...emits(`topic-${next}`),
    })
  })
}

/** The same number of routes. */
export function apiSteps(count: number): Step[] {
  return Array.from({ length: count }, (_, index) =>
    step(`step-${index}`, api('GET', `/things-${index}/:id`), { state: ['get'] }),
  )
}
