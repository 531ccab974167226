import { largeApp, largeTrace } from './large-app.ts'
import { steps } from './order-app.ts'
import { placeOrder } from './simulate.ts'
import { emptyWorld, type World } from './world.ts'

/** `empty`: an app that nobody has called; `orders`: after a dozen orders, one of which failed; `large`: 200 Steps, 500 spans. */
export const scenarios = {
  empty: () => emptyWorld(steps),
  orders,
  large() {
    const world = emptyWorld(largeApp(200))
    world.traces.push(largeTrace(500, Date.now() - 60_000))
    return world
  },
} satisfies Record<string, () => World>

export type Scenario = keyof typeof scenarios

function orders(): World {
  const world = emptyWorld(steps)
  const names = [
    'Ada',
    'Grace',
    'Linus',
    'nobody',
    'Margaret',
    'Barbara',
    'Edsger',
    'Donald',
    'Frances',
    'Alan',
    'Radia',
    'Ken',
  ]
  names.forEach((customer, index) => {
    const items = [{ sku: `book-${index}`, quantity: 1 + (index % 3), price: index === 5 ? 640 : 12.5 * (index + 1) }]
    const email = `${customer.toLowerCase()}@example.com`
    placeOrder(world, { customer, email, items }, Date.now() - (names.length - index) * 7_000)
  })
  world.steps = world.steps.map((step, at) => ({
    ...step,
    sparkline: step.sparkline.map((_, index) => (step.invocations > 0 ? (index * (at + 3)) % 5 : 0)),
  }))
  world.findings.push({
    severity: 'warning',
    rule: 'dangling-topic',
    message:
      'topic "order.archived" is emitted by daily-cleanup and nobody subscribes; add an event Step or drop the emit',
    location: { file: 'steps/daily-cleanup.step.ts', line: 24 },
    step: 'daily-cleanup',
    topic: 'order.archived',
  })
  world.steps = world.steps.map((step) =>
    step.name === 'daily-cleanup' ? { ...step, emits: [{ topic: 'order.archived', source: 'inferred' }] } : step,
  )
  return world
}
