import { type Schema, Validator } from '@cfworker/json-schema'
import type { JsonSchema } from '../../../lib/steps/model.ts'

/** Messages by JSON pointer (`/items/0/price`; `` is the whole). */
export type Problems = ReadonlyMap<string, string>

/** Keywords that only repeat what a deeper message says. */
const wrappers = new Set(['properties', 'items', 'prefixItems', '$ref', 'allOf', 'additionalProperties'])

/** What of a value does not fit its schema. */
export function problemsOf(value: unknown, schema: JsonSchema | undefined): Problems {
  if (schema === undefined || schema === true) return new Map()
  const { errors } = new Validator(schema as Schema, '2020-12', false).validate(value)
  const problems = new Map<string, string>()
  for (const { instanceLocation, keyword, error } of errors) {
    if (wrappers.has(keyword)) continue
    const missing = keyword === 'required' ? /"([^"]+)"\.$/.exec(error)?.[1] : undefined
    const pointer = instanceLocation.slice(1) + (missing === undefined ? '' : `/${missing}`)
    if (!problems.has(pointer)) problems.set(pointer, missing === undefined ? error : 'Required.')
  }
  return problems
}
