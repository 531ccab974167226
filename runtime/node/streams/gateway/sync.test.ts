/** The messages of a join, judged by Motia's public client. */
import { StreamGroupSubscription } from '@motiadev/stream-client-browser/dist/src/stream-group.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { largestMessage, messageOf } from '../message.ts'
import { groupChanges, groupSync, type Stored } from './sync.ts'

const group = { streamName: 'todo', groupId: 'é' }

interface Item {
  readonly id: string
  readonly text: string
}

const stored = ({ id, text }: Item): Stored => ({ key: `item:${id}`, text: JSON.stringify({ id, text }) })

/** What a client that was in `state` knows after the messages. */
function known(messages: readonly string[]): Item[] {
  const client = new StreamGroupSubscription<Item>({ ...group, subscriptionId: 's' } as never)
  for (const message of messages) client.listener(JSON.parse(message))
  return client.getState()
}

const items = (sizes: fc.Arbitrary<number>) =>
  fc
    .uniqueArray(fc.record({ id: fc.nat(30), size: sizes }), { selector: ({ id }) => id, maxLength: 12 })
    .map((all) => all.map(({ id, size }) => ({ id: String(id), text: 'é'.repeat(size) })))

test('a client knows every item that fits, in their order, and no message is too large', () => {
  fc.assert(
    fc.property(items(fc.oneof(fc.nat(10), fc.integer({ min: 20_000, max: 70_000 }))), (all) => {
      const { messages, left } = groupSync(group, all.map(stored))
      for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(largestMessage)
      expect(known(messages)).toEqual(all.filter((one) => !left.some(({ key }) => key === `item:${one.id}`)))
      for (const { text } of left) expect(Buffer.byteLength(text)).toBeGreaterThan(largestMessage - 200)
    }),
    { numRuns: 50 },
  )
})

test('what fits into one message is one', () => {
  expect(groupSync(group, []).messages).toHaveLength(1)
  expect(groupSync(group, [stored({ id: '1', text: 'a' }), stored({ id: '2', text: 'b' })]).messages).toHaveLength(1)
})

test('a client knows what changed while it was told', () => {
  fc.assert(
    fc.property(items(fc.nat(3)), items(fc.nat(3)), (before, after) => {
      const { messages } = groupSync(group, before.map(stored))
      const changes = groupChanges(group, before.map(stored), after.map(stored), Date.now() + 1)
      const inOrder = (all: readonly Item[]) => all.toSorted((a, b) => Number(a.id) - Number(b.id))
      expect(inOrder(known([...messages, ...changes]))).toEqual(inOrder(after))
      const same = before.filter((one) => after.some(({ id, text }) => id === one.id && text === one.text))
      expect(changes).toHaveLength(before.length + after.length - same.length - changed(before, after) - same.length)
    }),
  )
})

function changed(before: readonly Item[], after: readonly Item[]): number {
  return before.filter((one) => after.some(({ id, text }) => id === one.id && text !== one.text)).length
}

test('a client that was told of a later change keeps it', () => {
  const [before, after, later] = ['a', 'b', 'c'].map((text) => stored({ id: '1', text }))
  const read = Date.now() + 1
  const told = messageOf({ ...group, id: '1' }, `{"type":"update","data":${later!.text}}`, read + 1)
  const messages = [...groupSync(group, [before!]).messages, told, ...groupChanges(group, [before!], [after!], read)]
  expect(known(messages)).toEqual([{ id: '1', text: 'c' }])
})
