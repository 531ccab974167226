import { expect, test } from 'vitest'
import { findStep } from './find.ts'

const handler = () => 'ran'
const config = { type: 'event', name: 'x' }
const step = { type: 'event', subscribes: ['a'], handler }
const a = { name: 'x', dialect: 'define-step' } as const
const b = { name: 'x', dialect: 'motia' } as const

test.each([
  ['a default export', { default: step }, a],
  ["CommonJS: module.exports = defineStep() as esbuild's default", { default: { default: step } }, a],
  ['CommonJS: exports of a transpiled default', { default: { __esModule: true, default: step }, __esModule: true }, a],
  ['named config and handler', { config, handler }, b],
  ['a default with both', { default: { config, handler } }, b],
  ['module.exports = { config, handler }, names copied', { config, handler, default: { config, handler } }, b],
  ['a transpiled default inside module.exports', { default: { default: { config, handler } } }, b],
  ['a config beside a default handler', { config, default: handler }, b],
])('%s', (_, module, options) => {
  const found = findStep(module, options, 'event')
  expect(found.config.type).toBe('event')
  expect((found.handler as () => unknown)()).toBe('ran')
})

test('a class-like step keeps its this', () => {
  const own = {
    type: 'event',
    greeting: 'hi',
    handler() {
      return this.greeting
    },
  }
  expect((findStep({ default: own }, a, 'event').handler as () => unknown)()).toBe('hi')
})

test.each([
  [{}, a, 'step "x" exports nothing: write export default defineStep({...})'],
  [{ foo: 1, default: 3 }, b, 'step "x" exports foo, default: write export const config = {...}'],
  [{ default: { type: 'cron', handler } }, a, 'step "x" has type "cron", this function was made for "event"'],
])('%o is refused', (module, options, message) => {
  expect(() => findStep(module, options, 'event')).toThrow(message)
})
