import { expect, test } from 'vitest'
import type { FlowContext } from '../authoring/motia.ts'
import { defineStep } from '../index.ts'
import { lambdaContext } from '../testing/invoke.ts'
import { adapt } from './cron.ts'

const schedule = {
  scheduleArn: 'arn:aws:scheduler:eu-north-1:123456789012:schedule/g/n',
  scheduledTime: '2026-03-29T01:30:00Z',
}

test('defineStep gets the time it was due', async () => {
  let due: Date | undefined
  const step = defineStep({
    type: 'cron',
    expression: '* * * * *',
    handler: ({ scheduledTime }) => {
      due = scheduledTime
    },
  })
  const handler = adapt({ default: step }, { name: 'n', dialect: 'define-step' })
  await handler(schedule, lambdaContext())
  expect(due).toEqual(new Date('2026-03-29T01:30:00Z'))
})

test.each([undefined, null, 'x', {}, { scheduledTime: 'never' }, { scheduledTime: 5 }])(
  'by hand with %j it is due now',
  async (event) => {
    let due = 0
    const step = defineStep({
      type: 'cron',
      expression: '* * * * *',
      handler: ({ scheduledTime }) => {
        due = scheduledTime.getTime()
      },
    })
    const before = Date.now()
    await adapt({ default: step }, { name: 'n', dialect: 'define-step' })(event, lambdaContext())
    expect(due).toBeGreaterThanOrEqual(before)
  },
)

test('0.x: handler(ctx), middleware (input, ctx, next)', async () => {
  const seen: unknown[] = []
  const module = {
    config: {
      type: 'cron',
      name: 'n',
      cron: '* * * * *',
      emits: [],
      middleware: [
        async (input: unknown, ctx: FlowContext<unknown>, next: () => Promise<unknown>) => {
          seen.push(input, typeof ctx.emit)
          return await next()
        },
      ],
    },
    handler: (ctx: FlowContext<unknown>) => void seen.push(typeof ctx.state.getGroup, ctx.traceId.length),
  }
  await adapt(module, { name: 'n', dialect: 'motia' })(schedule, lambdaContext())
  expect(seen).toEqual([undefined, 'function', 'function', 35])
})

test("a handler's failure is the invocation's", async () => {
  const step = defineStep({
    type: 'cron',
    expression: '* * * * *',
    handler: () => {
      throw new RangeError('no')
    },
  })
  await expect(
    adapt({ default: step }, { name: 'n', dialect: 'define-step' })(schedule, lambdaContext()),
  ).rejects.toThrow(RangeError)
})

test.each([
  ['2026-03-12T23:30:00Z', false],
  ['2026-03-12T22:30:00Z', true],
  ['2026-03-13T10:00:00Z', false],
  ['2026-03-13T23:30:00Z', true],
])("a run due at %s on a day of the schedule's twin: runs %s", async (scheduledTime, runs) => {
  let ran = false
  const step = defineStep({
    type: 'cron',
    expression: '30 0 13 * 5',
    handler: () => {
      ran = true
    },
  })
  const input = { ...schedule, scheduledTime, skip: { daysOfMonth: [13], timezone: 'Europe/Berlin' } }
  await adapt({ default: step }, { name: 'n', dialect: 'define-step' })(input, lambdaContext())
  expect(ran).toBe(runs)
})
