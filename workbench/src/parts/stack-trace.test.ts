import { expect, test } from 'vitest'
import { placeOf } from './stack-trace.tsx'

test.each([
  ['at work (/srv/.motia/bundles/charge-3aee/steps/charge.step.ts:8:11)', 'at work (steps/charge.step.ts:8:11)'],
  ['at file:///srv/.motia/bundles/charge-3aee/steps/charge.step.ts:8:11', 'at steps/charge.step.ts:8:11'],
  ['  File "/srv/.motia/bundles/risk-77/steps/risk.step.py", line 4', '  File "steps/risk.step.py", line 4'],
  ['at async /home/me/my shop/.motia/bundles/charge-3aee/orders/pay.ts:2:1', 'at async orders/pay.ts:2:1'],
  ['at AsyncLocalStorage.run (node:internal/async_local_storage:65:14)', undefined],
  ['Error: no card', undefined],
])('%s', (frame, place = frame) => {
  expect(placeOf(frame)).toBe(place)
})
