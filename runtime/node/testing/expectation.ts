/** What the conformance table expects, as matchers of vitest. */
import { expect } from 'vitest'
import { envelopeId } from '../emit/envelope.ts'

/**
 * `{ "$any": true }`, `{ "$match": regex }`, `{ "$between": [least, most] }` and `"@parent,step,ordinal"` become what they
 * stand for, anywhere in `value`.
 */
export function expectation(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('@')) {
    const [parentId = '', step = '', ordinal] = value.slice(1).split(',')
    return envelopeId(parentId, step, Number(ordinal))
  }
  if (Array.isArray(value)) return value.map(expectation)
  if (typeof value !== 'object' || value === null) return value
  if ('$any' in value) return expect.anything()
  if ('$match' in value) return expect.stringMatching(new RegExp(`^(?:${value.$match})$`, 's'))
  if ('$between' in value) return between(...(value.$between as [number, number]))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expectation(item)]))
}

export function between(least: number, most: number): unknown {
  return expect.toSatisfy((value: number) => value >= least && value <= most, `${least} to ${most}`)
}
