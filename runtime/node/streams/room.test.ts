import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidStreamItemError } from '../errors.ts'
import { groupIn, itemIn, keyOfItem, type Place, roomOf } from './room.ts'

/** Names made of what could be mistaken for structure, and of anything else. */
const name = fc.oneof(
  fc.string({ unit: fc.constantFrom(':', '%', '3', 'A', '@', '*', 'a', ' ', 'é'), minLength: 1, maxLength: 6 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
)
const place = fc.record({ streamName: name, groupId: name, id: name }, { requiredKeys: ['streamName', 'groupId'] })

test('no place has the room of another', () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      const same = (a: Place, b: Place) => a.streamName === b.streamName && a.groupId === b.groupId && a.id === b.id
      expect(roomOf(one) === roomOf(other)).toBe(same(one, other))
    }),
  )
})

test('a room says what it is of, in characters that mean nothing to IAM, and is no group of a connection', () => {
  fc.assert(
    fc.property(place, (one) => {
      const room = roomOf(one)
      expect(room).toMatch(/^[A-Za-z0-9_.~%-]+(:[A-Za-z0-9_.~%-]+){1,2}$/)
      const parts = [one.streamName, one.groupId, ...(one.id === undefined ? [] : [one.id])]
      expect(room.split(':').map(decodeURIComponent)).toEqual(parts)
    }),
  )
})

test.each([
  ['an empty group', () => groupIn('todo', ''), 'groupId is "" in a call of stream "todo"'],
  ['no group', () => groupIn('todo', undefined), 'groupId is undefined'],
  ['an object', () => itemIn('todo', 'g', { id: 1 }), 'id is {"id":1}'],
  ['half a character', () => itemIn('todo', 'g', '\ud800'), 'id is "\\ud800"'],
  ['no stream', () => groupIn(null, 'g'), 'name is null'],
  ['too long a group', () => groupIn('todo', 'é'.repeat(400)), 'longer than the 2048 bytes'],
  ['too long an id', () => keyOfItem(itemIn('todo', 'g', 'x'.repeat(1020))), 'longer than the 1024 bytes'],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(InvalidStreamItemError)
  expect(make).toThrow(message)
})

test('a number is its text', () => {
  expect(itemIn('todo', 1, 2)).toEqual({ streamName: 'todo', groupId: '1', id: '2' })
})
