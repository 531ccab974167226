import { type OutputUnit, type Schema, type SchemaDraft, Validator } from '@cfworker/json-schema'
import type { JsonSchema } from '../authoring/schema.ts'
import type { Checked } from './check.ts'

const validators = new WeakMap<JsonSchema, Validator>()

/** Checks a value against a JSON Schema of draft 4, 7, 2019-09 or 2020-12. */
export function checkJsonSchema(schema: JsonSchema, value: unknown): Checked {
  let validator = validators.get(schema)
  if (!validator) {
    validator = new Validator(schema as Schema, draftOf(schema), false)
    validators.set(schema, validator)
  }
  const { valid, errors } = validator.validate(value)
  if (valid) return { value }
  const leaves = errors.filter(
    ({ instanceLocation }) =>
      !errors.some(
        (other) =>
          other.instanceLocation !== instanceLocation && other.instanceLocation.startsWith(`${instanceLocation}/`),
      ),
  )
  return { issues: leaves.map((unit) => ({ path: pathOf(unit), message: messageOf(unit) })) }
}

/** A missing property is an issue of that property, as Standard Schemas have it, not of the object that lacks it. */
function pathOf({ keyword, instanceLocation, error }: OutputUnit): string {
  const path = dotted(instanceLocation)
  const missing = keyword === 'required' ? /property "(.*)"/.exec(error)?.[1] : undefined
  return missing === undefined ? path : [...(path ? [path] : []), missing].join('.')
}

/** What `additionalProperties: false` refuses is told by the validator in terms of the schema. */
function messageOf({ keyword, error }: OutputUnit): string {
  return keyword === 'false' ? 'is not allowed' : error
}

function draftOf(schema: JsonSchema): SchemaDraft {
  const stated = String(schema['$schema'] ?? '')
  if (stated.includes('draft-04')) return '4'
  if (stated.includes('draft-07') || stated.includes('draft-06')) return '7'
  return stated.includes('2019-09') ? '2019-09' : '2020-12'
}

/** `#/items/0/a~1b` is `items.0.a/b`. */
function dotted(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
}
