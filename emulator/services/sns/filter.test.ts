import { expect, test } from 'vitest'
import type { MessageAttribute } from '../../ports.ts'
import { compileFilter } from './filter.ts'

const string = (StringValue: string): MessageAttribute => ({ DataType: 'String', StringValue })
const number = (StringValue: string): MessageAttribute => ({ DataType: 'Number', StringValue })
const list = (...values: readonly unknown[]): MessageAttribute => ({
  DataType: 'String.Array',
  StringValue: JSON.stringify(values),
})

test.each<[string, object, Record<string, MessageAttribute>, boolean]>([
  ['a value', { kind: ['a', 'b'] }, { kind: string('b') }, true],
  ['another value', { kind: ['a'] }, { kind: string('b') }, false],
  ['an attribute that is missing', { kind: ['a'] }, {}, false],
  ['an attribute that must be missing', { kind: [{ exists: false }] }, {}, true],
  ['one of a list', { kind: ['a'] }, { kind: list('x', 'a') }, true],
  ['a number', { price: [{ numeric: ['>=', 10] }] }, { price: number('10.0') }, true],
  ['a number that is text', { price: [10] }, { price: string('10') }, false],
  ['anything but', { kind: [{ 'anything-but': ['a', 'b'] }] }, { kind: string('c') }, true],
  ['anything but, in a list with others', { kind: [{ 'anything-but': ['a'] }] }, { kind: list('a', 'c') }, true],
  ['anything but, missing', { kind: [{ 'anything-but': ['a'] }] }, {}, false],
  ['an address', { ip: [{ cidr: '10.0.0.0/8' }] }, { ip: string('10.1.2.3') }, true],
  ['two attributes', { a: ['1'], b: ['2'] }, { a: string('1') }, false],
  ['either', { $or: [{ a: ['1'] }, { b: ['2'] }] }, { b: string('2') }, true],
  ['neither', { c: ['3'], $or: [{ a: ['1'] }, { b: ['2'] }] }, { c: string('3') }, false],
  ['bytes', { a: ['AQ=='] }, { a: { DataType: 'Binary', BinaryValue: 'AQ==' } }, false],
])('a filter policy on attributes: %s', (_what, policy, attributes, expected) => {
  expect(compileFilter(policy, 'MessageAttributes')({ message: '', attributes })).toBe(expected)
})

test.each<[string, object, string, boolean]>([
  ['a nested value', { order: { kind: ['a'] } }, '{"order":{"kind":"a"}}', true],
  ['a body that is no JSON', { a: ['b'] }, 'a', false],
  ['a body that is a list', { a: ['b'] }, '[{"a":"b"}]', true],
  ['a body that is a text', { a: [{ exists: false }] }, '"a"', false],
])('a filter policy on the body: %s', (_what, policy, message, expected) => {
  expect(compileFilter(policy, 'MessageBody')({ message, attributes: {} })).toBe(expected)
})

test('an operator that only EventBridge has is refused', () => {
  expect(() => compileFilter({ a: [{ wildcard: 'x*' }] }, 'MessageAttributes')).toThrow(/unknown operator wildcard/)
})
