import { expect, test } from 'vitest'
import { setEnvironment } from '../testing/environment.ts'
import { exceptionOf } from './exception.ts'

const withStack = (stack: unknown) => Object.assign(new Error('x'), { stack })
const framesOf = (...lines: string[]) => exceptionOf(withStack(['Error: x', ...lines].join('\n')))

test.each([
  ['    at pay (/project/pay.ts:3:9)', { label: 'pay', path: '/project/pay.ts', line: 3 }],
  ['    at async pay (file:///var/task/index.mjs:3:9)', { label: 'pay', path: 'index.mjs', line: 3 }],
  ['    at /var/task/chunks/a.mjs:7:1', { label: '<anonymous>', path: 'chunks/a.mjs', line: 7 }],
  ['    at async file:///var/task/a.mjs:7:1', { label: '<anonymous>', path: 'a.mjs', line: 7 }],
  ['    at new Order (/a b/(c)/order.ts:1:2)', { label: 'new Order', path: '/a b/(c)/order.ts', line: 1 }],
  ['    at Shop.pay [as charge] (/p.ts:1:2)', { label: 'Shop.pay [as charge]', path: '/p.ts', line: 1 }],
  ['    at Array.map (<anonymous>)', undefined],
  ['    at async Promise.all (index 0)', undefined],
  ['a message of two lines', undefined],
])('frame %j', (line, frame) => {
  const restore = setEnvironment({ LAMBDA_TASK_ROOT: '/var/task' })
  expect(framesOf(line)).toMatchObject({ stack: frame ? [frame] : [] })
  restore()
})

test('the innermost 20 frames are kept', () => {
  const lines = Array.from({ length: 30 }, (_, n) => `    at f${n} (/p.ts:${n}:1)`)
  const { stack } = framesOf(...lines)
  expect(stack!.map(({ label }) => label)).toEqual(Array.from({ length: 20 }, (_, n) => `f${n}`))
})

test.each([
  ['a text', 'out of stock', { type: 'Error', message: 'out of stock' }],
  ['nothing', null, { type: 'Error', message: 'null' }],
  ['a symbol', Symbol('s'), { type: 'Error', message: 'Symbol(s)' }],
  ['an object without a prototype', Object.create(null), { message: expect.stringContaining('cannot be written') }],
  ['an error with a message that is no text', Object.assign(new Error(), { message: { code: 1 } }), { type: 'Error' }],
  ['an error without a stack', withStack(undefined), { message: 'x', stack: [] }],
  [
    'an error that throws',
    Object.defineProperty(new Error(), 'message', {
      get() {
        throw new Error('y')
      },
    }),
    { message: expect.stringContaining('cannot be written') },
  ],
])('%s can be thrown', (_, thrown, expected) => {
  expect(exceptionOf(thrown)).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{16}$/), ...expected })
})
