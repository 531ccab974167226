import fc from 'fast-check'
import { expect, test } from 'vitest'
import { manualClock } from '../clock/index.ts'
import { startServices } from '../index.ts'

type Command =
  | { readonly type: 'send'; readonly group: string }
  | { readonly type: 'receive'; readonly max: number }
  | { readonly type: 'delete'; readonly which: number }
  | { readonly type: 'release'; readonly which: number }
  | { readonly type: 'advance'; readonly seconds: number }

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('delete' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('release' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('advance' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
  },
)

/** Seconds. */
const VISIBILITY = 30

test('whatever happens, a FIFO queue gives each group in order, never two batches of a group at once, and loses nothing', async () => {
  const clock = manualClock()
  const services = await startServices({ clock })
  let run = 0
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 60 }), async (commands) => {
        const { arn } = services.sqs.putQueue(`run-${run++}.fifo`, {
          FifoQueue: 'true',
          VisibilityTimeout: String(VISIBILITY),
        })
        const waiting = new Map<string, string[]>()
        let held: { handle: string; body: string; group: string; until: number }[] = []
        let sent = 0

        const receive = (max: number) => {
          const busy = new Set(held.filter(({ until }) => until > clock.now()).map(({ group }) => group))
          const messages = services.sqs.receive(arn, { max })
          for (const [group, bodies] of Map.groupBy(messages, (one) => one.attributes['MessageGroupId']!)) {
            expect(busy.has(group), `group ${group} is in flight`).toBe(false)
            const expected = waiting.get(group)!.slice(0, bodies.length)
            expect(bodies.map(({ body }) => body)).toEqual(expected)
          }
          held = held.filter(({ body }) => !messages.some((one) => one.body === body))
          for (const { receiptHandle: handle, body, attributes } of messages) {
            held.push({ handle, body, group: attributes['MessageGroupId']!, until: clock.now() + VISIBILITY * 1000 })
          }
          return messages.length
        }
        const drop = (index: number) => {
          const [{ handle, body, group }] = held.splice(index, 1) as [(typeof held)[0]]
          services.sqs.delete(arn, handle)
          waiting.set(
            group,
            waiting.get(group)!.filter((one) => one !== body),
          )
        }

        for (const step of commands) {
          if (step.type === 'send') {
            const body = String(sent++)
            services.sqs.send(arn, { body, groupId: step.group, deduplicationId: body })
            waiting.set(step.group, [...(waiting.get(step.group) ?? []), body])
          } else if (step.type === 'receive') receive(step.max)
          else if (step.type === 'advance') await clock.advance(step.seconds * 1000)
          else if (held.length > 0 && step.type === 'delete') drop(step.which % held.length)
          else if (held.length > 0 && step.type === 'release') {
            const one = held[step.which % held.length]!
            services.sqs.changeVisibility(arn, one.handle, 0)
            one.until = Math.min(one.until, clock.now())
          }
        }
        for (;;) {
          await clock.advance(VISIBILITY * 1000)
          if (receive(10) === 0) break
          while (held.length > 0) drop(0)
        }
        expect([...waiting.values()].flat()).toEqual([])
        expect(services.sqs.depth(arn)).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 })
      }),
      { numRuns: 150 },
    )
  } finally {
    await services.stop()
  }
})
