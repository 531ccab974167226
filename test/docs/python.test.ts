/** docs/python.md: its two Steps are one app. */
import { describe, expect, test } from 'vitest'
import { openPage } from './page.ts'
import { project, run, send } from './project.ts'
import { missingPython } from './python.ts'

const steps = openPage('docs/python.md').files('steps/score_order_step.py', 'steps/get_risk_step.py')
const flagged = `import { defineStep } from 'motia-aws'
export default defineStep({
  type: 'event',
  subscribes: ['order.flagged'],
  handler: async ({ data, logger }) => logger.info('flagged', data),
})
`

describe.skipIf(missingPython)('the Steps in Python', () => {
  test('score orders, flag them to a Step in TypeScript, and tell the risk', async () => {
    const app = await run(project(steps, { 'steps/flagged.step.ts': flagged }))
    const risk = async (id: string) => {
      const answer = await fetch(`${app.apiUrl}/risk/${id}`)
      return { status: answer.status, body: await answer.json() }
    }
    await app.state.set('order:small', { total: 9 })
    await app.state.set('order:large', { total: 1001 })
    await send(app, 'score_order', { orderId: 'small' })
    await send(app, 'score_order', { orderId: 'large' })
    expect(await risk('small')).toEqual({ status: 200, body: { score: 0.1 } })
    expect(await risk('large')).toEqual({ status: 200, body: { score: 0.9 } })
    expect(await risk('none')).toEqual({ status: 404, body: { error: 'no risk for none' } })
    expect(app.logs({ step: 'flagged' }).map(({ fields }) => fields)).toEqual([{ orderId: 'large', score: 0.9 }])
  })
})
