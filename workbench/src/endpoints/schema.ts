import type { JsonSchema } from '../../../lib/steps/model.ts'

/** A JSON Schema as a form sees it. */
export interface FormSchema {
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly minLength?: number
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly $ref?: string
}

/** The schema behind `$ref`, with `allOf` folded in; `true` and what cannot be found are "anything". */
export function resolve(schema: JsonSchema | undefined, root: JsonSchema, depth = 0): FormSchema {
  if (schema === undefined || typeof schema === 'boolean' || depth > 20) return {}
  const form = schema as FormSchema
  if (form.$ref) return resolve(at(root, form.$ref), root, depth + 1)
  if (!form.allOf) return form
  const parts = [form, ...form.allOf.map((part) => resolve(part, root, depth + 1))]
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map((part) => part.properties)),
    required: parts.flatMap((part) => part.required ?? []),
  }
}

function at(root: JsonSchema, pointer: string): JsonSchema | undefined {
  let found: unknown = root
  for (const part of pointer.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return found as JsonSchema | undefined
}

/** The one type that a form can draw; null besides it means "may be empty". */
export function typeOf(schema: FormSchema): string | undefined {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => type !== 'null')
  if (types.length === 1 && types[0]) return types[0] as string
  if (schema.properties) return 'object'
  return schema.items ? 'array' : undefined
}

/** The ways of a union that hold something, without null. */
export function variantsOf(schema: FormSchema, root: JsonSchema): FormSchema[] {
  const all = schema.anyOf ?? schema.oneOf ?? []
  return all.map((variant) => resolve(variant, root)).filter((variant) => variant.type !== 'null')
}
