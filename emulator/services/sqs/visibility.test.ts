import fc from 'fast-check'
import { expect, test } from 'vitest'
import { manualClock } from '../clock/index.ts'
import { startServices } from '../index.ts'

type Command =
  | { readonly type: 'send'; readonly delay: number }
  | { readonly type: 'receive'; readonly max: number; readonly visibility: number }
  | { readonly type: 'change'; readonly which: number; readonly visibility: number }
  | { readonly type: 'delete'; readonly which: number }
  | { readonly type: 'advance'; readonly seconds: number }

const seconds = fc.integer({ min: 0, max: 30 })
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ type: fc.constant('send' as const), delay: seconds }),
  fc.record({ type: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 10 }), visibility: seconds }),
  fc.record({ type: fc.constant('change' as const), which: fc.nat(), visibility: seconds }),
  fc.record({ type: fc.constant('delete' as const), which: fc.nat() }),
  fc.record({ type: fc.constant('advance' as const), seconds }),
)

interface Model {
  visibleAt: number
  receives: number
  handle: string
}

test('a message can be received exactly when it is neither delayed, in flight nor deleted, and listeners hear of it', async () => {
  const clock = manualClock()
  const services = await startServices({ clock })
  let run = 0
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 50 }), async (commands) => {
        const { arn } = services.sqs.putQueue(`run-${run++}`, {})
        const model = new Map<string, Model>()
        const visible = () => [...model].filter(([, { visibleAt }]) => visibleAt <= clock.now())
        const received = (which: number) => {
          const all = [...model].filter(([, { receives }]) => receives > 0)
          return all.length === 0 ? undefined : all[which % all.length]
        }
        let heard = false
        services.sqs.onAvailable(arn, () => {
          heard = true
        })

        for (const step of commands) {
          const before = new Set(visible().map(([id]) => id))
          heard = false
          if (step.type === 'send') {
            const id = services.sqs.send(arn, { body: 'x', delaySeconds: step.delay })
            model.set(id, { visibleAt: clock.now() + step.delay * 1000, receives: 0, handle: '' })
          } else if (step.type === 'advance') {
            await clock.advance(step.seconds * 1000)
          } else if (step.type === 'receive') {
            const expected = Math.min(step.max, visible().length)
            const messages = services.sqs.receive(arn, { max: step.max, visibilityTimeout: step.visibility })
            expect(messages).toHaveLength(expected)
            for (const { messageId, receiptHandle, attributes } of messages) {
              const known = model.get(messageId)!
              expect(known.visibleAt).toBeLessThanOrEqual(clock.now())
              known.receives += 1
              known.visibleAt = clock.now() + step.visibility * 1000
              known.handle = receiptHandle
              expect(attributes['ApproximateReceiveCount']).toBe(String(known.receives))
            }
          } else {
            const [id, known] = received(step.which) ?? []
            if (id === undefined || known === undefined) continue
            if (step.type === 'delete') {
              services.sqs.delete(arn, known.handle)
              model.delete(id)
            } else {
              services.sqs.changeVisibility(arn, known.handle, step.visibility)
              if (known.visibleAt > clock.now()) known.visibleAt = clock.now() + step.visibility * 1000
            }
          }
          const now = visible().map(([id]) => id)
          expect(services.sqs.depth(arn).visible).toBe(now.length)
          // Microtasks: listeners hear after the present turn.
          await Promise.resolve()
          if (now.some((id) => !before.has(id)) && step.type !== 'receive') expect(heard).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  } finally {
    await services.stop()
  }
})
