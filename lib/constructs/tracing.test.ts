import { expect, test } from 'vitest'
import { api, event, step } from '../../test/synth/steps.ts'
import { synth } from '../../test/synth/template.ts'

const tracingOf = (tracing: 'linked' | 'continuous' | undefined) => {
  const { resource } = synth([step('take', api('POST', '/a')), step('handle', event('x'))], tracing ? { tracing } : {})
  return ['take', 'handle'].map((name) => resource(name, 'function').Properties.Environment.Variables.MOTIA_TRACING)
}

test.each([
  [undefined, [undefined, undefined]],
  ['linked', [undefined, undefined]],
  ['continuous', [undefined, 'continuous']],
] as const)('tracing %s tells those who handle messages', (tracing, expected) =>
  expect(tracingOf(tracing)).toEqual(expected),
)
