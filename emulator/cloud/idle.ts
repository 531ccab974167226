import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import type { Services } from '../ports.ts'
import { StillBusyError } from './errors.ts'
import type { EventSources } from './event-source/index.ts'
import type { Functions } from './lambda/functions.ts'

/** A message due later than this is left to `advance()`, ms. */
const horizon = 1000
const pause = 3

/**
 * Resolves when nothing runs, and nothing in a queue that a function consumes is visible or will be within a second.
 * Throws a {@link StillBusyError} after `timeout` ms.
 */
export async function untilIdle(
  parts: { readonly services: Services; readonly functions: Functions; readonly eventSources: EventSources },
  timeout: number,
): Promise<void> {
  const deadline = Date.now() + timeout
  for (let quiet = 0; quiet < 2; ) {
    // What was written just before the end of an invocation is still on its way through a pipe or a socket.
    for (let turns = 0; turns < 5; turns++) await turn()
    const busy = busyWith(parts)
    quiet = busy.length === 0 ? quiet + 1 : 0
    if (busy.length === 0) continue
    if (Date.now() > deadline) throw new StillBusyError(`still busy after ${timeout} ms: ${busy.join(', ')}`)
    await wait(pause)
  }
}

function busyWith({ services, functions, eventSources }: Parameters<typeof untilIdle>[0]): string[] {
  const { running, events } = functions.busy()
  const now = services.context.clock.now()
  const waiting = [...new Set(eventSources.queues())].filter((arn) => {
    const { visible, delayed, inFlight } = services.sqs.depth(arn)
    if (visible > 0) return true
    return (
      delayed + inFlight > 0 &&
      services.sqs.peek(arn, { offset: 0, limit: 500 }).some(({ visibleAt }) => visibleAt <= now + horizon)
    )
  })
  const name = (arn: string): string => `queue ${arn.split(':').at(-1)}`
  return [
    ...running.map((step) => `${step} runs`),
    ...(events > 0 ? [`${events} asynchronous event${events === 1 ? '' : 's'}`] : []),
    ...new Set([...eventSources.busy(), ...waiting].map(name)),
  ]
}
