import type { JsonSchema } from '../../lib/steps/index.ts'

interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly nullable?: boolean
}

/**
 * The TypeScript type of what a JSON Schema accepts; `unknown` for what it cannot say.
 *
 * @example
 * schemaType({ type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }) // '{ id: string }'
 */
export function schemaType(schema: JsonSchema | undefined): string {
  if (typeof schema !== 'object') return schema === false ? 'never' : 'unknown'
  const { anyOf, oneOf, allOf, nullable, ...rest } = schema as Schema
  const type =
    (anyOf ?? oneOf) ? union((anyOf ?? oneOf ?? []).map(schemaType)) : allOf ? intersection(allOf) : plainType(rest)
  return nullable ? union([type, 'null']) : type
}

function plainType(schema: Schema): string {
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)))
  const types = [schema.type ?? (schema.properties ? 'object' : [])].flat()
  return types.length === 0 ? 'unknown' : union(types.map((type) => named(type, schema)))
}

function named(type: string, schema: Schema): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'number':
    case 'integer':
      return 'number'
    case 'array':
      return arrayType(schema)
    case 'object':
      return objectType(schema)
    default:
      return 'unknown'
  }
}

function arrayType({ items, prefixItems }: Schema): string {
  if (!prefixItems) return `Array<${schemaType(items)}>`
  const rest = items === undefined || items === false ? [] : [`...Array<${schemaType(items)}>`]
  return `[${[...prefixItems.map(schemaType), ...rest].join(', ')}]`
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema): string {
  const members = Object.entries(properties).map(([name, schema]) => {
    return `${propertyName(name)}${required.includes(name) ? '' : '?'}: ${schemaType(schema)}`
  })
  if (members.length === 0)
    return `Record<string, ${schemaType(additionalProperties === false ? undefined : additionalProperties)}>`
  return `{ ${members.join('; ')} }`
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
}

export function union(types: readonly string[]): string {
  const distinct = [...new Set(types)]
  if (distinct.length === 0) return 'never'
  return distinct.includes('unknown') ? 'unknown' : distinct.join(' | ')
}

function intersection(schemas: readonly JsonSchema[]): string {
  return schemas.map((schema) => `(${schemaType(schema)})`).join(' & ')
}
