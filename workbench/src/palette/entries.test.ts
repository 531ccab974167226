import { expect, test } from 'vitest'
import { steps } from '../../mock/order-app.ts'
import { entriesOf, match } from './entries.ts'

const entries = entriesOf({ steps, traces: [], groups: [{ group: 'order', count: 3 }], items: [] })

test('all words must be there, the beginning of a name comes first', () => {
  expect(match(entries, 'order-fl')[0]?.title).toBe('order-flagged')
  expect(match(entries, 'route post').map((entry) => entry.title)).toEqual(['POST /orders', 'POST /graphql'])
  expect(match(entries, 'no such thing')).toEqual([])
})

test('every entry leads somewhere of its own', () => {
  expect(new Set(entries.map((entry) => entry.url)).size).toBe(entries.length)
})
