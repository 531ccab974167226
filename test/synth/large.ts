/** Apps of any size: API, event and cron Steps whose topics go round in circles. */
import type { Step } from '../../lib/steps/model.ts'
import { api, cron, emits, event, step } from './steps.ts'

/** Of ten Steps six are API Steps, three event Steps and one is a cron Step; each event Step feeds the next, the last the first. */
export function mixedSteps(count: number): Step[] {
  const events = Array.from({ length: count }, (_, index) => index).filter((index) => index % 10 >= 6 && index % 10 < 9)
  return Array.from({ length: count }, (_, index) => {
    const name = `step-${index}`
    if (index % 10 === 9) return step(name, cron(`${index % 60} 3 * * *`), { state: ['query', 'delete'] })
    if (index % 10 < 6) {
      return step(name, api('POST', `/things-${index}/:id`), {
        state: ['get', 'set'],
        ...emits(`topic-${events[index % events.length] ?? 'none'}`),
      })
    }
    const next = events[(events.indexOf(index) + 1) % events.length]
    return step(name, event(`topic-${index}`), { state: ['update'], ...emits(`topic-${next}`), allowLoop: true })
  })
}
