import { expect, test } from 'vitest'
import { lineIn } from './error-place.tsx'

test.each([
  [['at charge (orders/payment.ts:14:11)', 'at handler (/var/task/steps/pay.step.ts:17:21)'], 'steps/pay.step.ts', 17],
  [['  File "/var/task/steps/analyze_order_step.py", line 9, in handler'], 'steps/analyze_order_step.py', 9],
  [['at charge (orders/payment.ts:14:11)'], 'steps/pay.step.ts', undefined],
])('the line of %j in %s is %s', (stack, file, line) => {
  expect(lineIn(stack, file)).toBe(line)
})
