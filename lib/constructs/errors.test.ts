import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import type { Finding } from '../steps/model.ts'
import { StepsError } from './errors.ts'

it('an error of Steps tells each thing once, also when nobody catches it', () => {
  const location = { file: 'steps/a.step.ts', line: 4, column: 3 }
  const finding: Finding = { severity: 'error', rule: 'unknown-type', message: 'unknown type "apii"', location }
  const error = new StepsError([finding])
  expect(error.message).toBe('a Step is not right:\nsteps/a.step.ts:4:3: unknown type "apii"')
  expect(error.findings).toEqual([finding])
  expect(inspect(error).match(/unknown type "apii"/g)).toHaveLength(1)
})
