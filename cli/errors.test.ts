import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { expect, it } from 'vitest'
import { TemplateError } from '../emulator/index.ts'
import { messageFor, UsageError } from './errors.ts'

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

it.each([
  ['a mistake of the user', new UsageError('no folder /x'), 'no folder /x'],
  ['an error with a name of its own', new TemplateError(['AWS::X is not emulated']), 'AWS::X is not emulated'],
  ['what the system refuses', thrownBy(() => readFileSync('/no/such/file')), /^ENOENT: .*\/no\/such\/file/],
  ['an unknown option', thrownBy(() => parseArgs({ args: ['--nope'] })), /^Unknown option '--nope'[\s\S]*--help/],
])('%s is told without its stack', (_, error, message) => {
  expect(messageFor(error)).toMatch(message)
})

it.each([new TypeError('x is not a function'), new Error('unforeseen'), 'no error'])('a defect is not: %s', (error) => {
  expect(messageFor(error)).toBeUndefined()
})
