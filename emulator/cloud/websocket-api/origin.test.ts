import { expect, it } from 'vitest'
import { mayConnect } from './origin.ts'

it.each([
  [undefined, true],
  ['http://localhost:5173', true],
  ['https://app.localhost', true],
  ['http://127.0.0.1:3000', true],
  ['http://[::1]:3000', true],
  ['https://named.test', true],
  ['https://evil.test', false],
  ['http://localhost.evil.test', false],
  ['http://127.0.0.1.evil.test', false],
  ['http://evil.test:3000', false],
  ['null', false],
  ['', false],
])('a page of %s may connect: %s', (origin, may) => {
  expect(mayConnect(origin, (one) => one === 'https://named.test')).toBe(may)
})
