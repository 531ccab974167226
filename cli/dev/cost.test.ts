import { expect, it } from 'vitest'
import { api, step } from '../../test/synth/steps.ts'
import { costPerMillion } from './cost.ts'

it('what a Step does with streams costs a write, the reads of who listens, and a message for each who does', () => {
  const parts = (streams: Parameters<typeof step>[2]) => {
    const one = step('a', api('GET', '/a'), streams)
    const { parts } = costPerMillion(one, [one], () => 1)
    return Object.fromEntries(parts.map(({ what, usd }) => [what, Number(usd.toFixed(3))]))
  }
  expect(parts({})).not.toHaveProperty('DynamoDB')
  expect(parts({ streams: [{ stream: 'chat', operations: ['get', 'getGroup'] }] })).toMatchObject({ DynamoDB: 0.25 })
  expect(parts({ streams: [{ stream: 'chat', operations: ['set', 'send'] }] })).toMatchObject({
    DynamoDB: 0.625 + 3 * 0.125,
    'WebSocket API (one listener)': 2,
  })
})
