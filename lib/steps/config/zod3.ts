import type { Direction } from './schema.ts'

/** The parts of a zod 3 schema that say what it accepts (`schema._def`, stable over all of zod 3). */
interface Definition {
  readonly typeName: string
  readonly description?: string
  readonly [key: string]: unknown
}

type Json = Record<string, unknown>
type Convert = (schema: unknown) => Json
type Rule = (definition: Definition, convert: Convert, direction: Direction) => Json

/** JSON Schema of a zod 3 schema. A `z.lazy` that holds itself becomes a reference to `$defs`. */
export function zod3ToJsonSchema(schema: unknown, direction: Direction): Json {
  const open: unknown[] = []
  const definitions: Json = {}
  const names = new Map<unknown, string>()

  const convert: Convert = (inner) => {
    const definition = (inner as { _def: Definition })._def
    if (open.includes(inner)) {
      const name = names.get(inner) ?? `schema${names.size}`
      names.set(inner, name)
      return { $ref: `#/$defs/${name}` }
    }
    open.push(inner)
    const found = (RULES[definition.typeName] ?? (() => ({})))(definition, convert, direction)
    open.pop()
    const described = definition.description ? { ...found, description: definition.description } : found
    const name = names.get(inner)
    if (!name) return described
    definitions[name] = described
    return { $ref: `#/$defs/${name}` }
  }

  const root = convert(schema)
  return names.size > 0 ? { ...root, $defs: definitions } : root
}

const RULES: Record<string, Rule> = {
  ZodString: ({ checks }) => ({ type: 'string', ...merged(checks, STRING_CHECKS) }),
  ZodNumber: ({ checks }) => ({ type: 'number', ...merged(checks, NUMBER_CHECKS) }),
  ZodBigInt: () => ({ type: 'integer' }),
  ZodBoolean: () => ({ type: 'boolean' }),
  ZodDate: () => ({ type: 'string', format: 'date-time' }),
  ZodNull: () => ({ type: 'null' }),
  ZodNever: () => ({ not: {} }),
  ZodLiteral: ({ value }) => ({ const: value }),
  ZodEnum: ({ values }) => ({ type: 'string', enum: values }),
  ZodNativeEnum: ({ values }) => ({ enum: enumValues(values as Json) }),
  ZodArray: ({ type, minLength, maxLength, exactLength }, convert) => ({
    type: 'array',
    items: convert(type),
    ...limits(minLength ?? exactLength, maxLength ?? exactLength),
  }),
  ZodSet: ({ valueType }, convert) => ({ type: 'array', uniqueItems: true, items: convert(valueType) }),
  ZodTuple: ({ items, rest }, convert) => ({
    type: 'array',
    prefixItems: (items as unknown[]).map(convert),
    items: rest ? convert(rest) : false,
    minItems: (items as unknown[]).length,
  }),
  ZodObject: object,
  ZodRecord: ({ keyType, valueType }, convert) => {
    const names = convert(keyType)
    const plain = Object.keys(names).length === 1 && names['type'] === 'string'
    return { type: 'object', additionalProperties: convert(valueType), ...(!plain && { propertyNames: names }) }
  },
  ZodMap: ({ keyType, valueType }, convert) => ({
    type: 'array',
    items: { type: 'array', prefixItems: [convert(keyType), convert(valueType)], minItems: 2, items: false },
  }),
  ZodUnion: ({ options }, convert) => ({ anyOf: (options as unknown[]).map(convert) }),
  ZodDiscriminatedUnion: ({ options }, convert) => ({
    anyOf: [...(options as Iterable<unknown>)].map((item) => convert(Array.isArray(item) ? item[1] : item)),
  }),
  ZodIntersection: ({ left, right }, convert) => ({ allOf: [convert(left), convert(right)] }),
  ZodNullable: ({ innerType }, convert) => ({ anyOf: [convert(innerType), { type: 'null' }] }),
  ZodDefault: ({ innerType, defaultValue }, convert) => ({
    ...convert(innerType),
    default: (defaultValue as () => unknown)(),
  }),
  ZodOptional: inner('innerType'),
  ZodCatch: inner('innerType'),
  ZodReadonly: inner('innerType'),
  ZodBranded: inner('type'),
  ZodPromise: inner('type'),
  ZodEffects: ({ schema, effect }, convert, direction) =>
    direction === 'output' && (effect as { type: string }).type === 'transform' ? {} : convert(schema),
  ZodPipeline: (definition, convert, direction) => convert(definition[direction === 'input' ? 'in' : 'out']),
  ZodLazy: ({ getter }, convert) => convert((getter as () => unknown)()),
}

function inner(key: string): Rule {
  return (definition, convert) => convert(definition[key])
}

function object(definition: Definition, convert: Convert, direction: Direction): Json {
  const shape = Object.entries((definition['shape'] as () => Record<string, unknown>)())
  const required = shape.filter(([, schema]) => isRequired(schema, direction)).map(([name]) => name)
  const { unknownKeys, catchall } = definition as { unknownKeys?: string; catchall?: { _def: Definition } }
  const rest = catchall && catchall._def.typeName !== 'ZodNever' ? convert(catchall) : unknownKeys !== 'strict'
  return {
    type: 'object',
    properties: Object.fromEntries(shape.map(([name, schema]) => [name, convert(schema)])),
    ...(required.length > 0 && { required }),
    ...(rest !== true && { additionalProperties: rest }),
  }
}

function isRequired(schema: unknown, direction: Direction): boolean {
  const { typeName, innerType, schema: effect } = (schema as { _def: Definition })._def
  if (typeName === 'ZodOptional') return false
  if (typeName === 'ZodDefault' || typeName === 'ZodCatch') return direction === 'output'
  if (typeName === 'ZodEffects') return isRequired(effect, direction)
  if (typeName === 'ZodNullable' || typeName === 'ZodReadonly') return isRequired(innerType, direction)
  return true
}

type Check = { readonly kind: string; readonly value?: unknown; readonly inclusive?: boolean; readonly regex?: RegExp }

const STRING_CHECKS: Record<string, (check: Check) => Json> = {
  min: ({ value }) => ({ minLength: value }),
  max: ({ value }) => ({ maxLength: value }),
  length: ({ value }) => ({ minLength: value, maxLength: value }),
  email: () => ({ format: 'email' }),
  url: () => ({ format: 'uri' }),
  uuid: () => ({ format: 'uuid' }),
  datetime: () => ({ format: 'date-time' }),
  date: () => ({ format: 'date' }),
  time: () => ({ format: 'time' }),
  duration: () => ({ format: 'duration' }),
  regex: ({ regex }) => (regex?.flags === '' ? { pattern: regex.source } : {}),
}

const NUMBER_CHECKS: Record<string, (check: Check) => Json> = {
  int: () => ({ type: 'integer' }),
  min: ({ value, inclusive }) => ({ [inclusive ? 'minimum' : 'exclusiveMinimum']: value }),
  max: ({ value, inclusive }) => ({ [inclusive ? 'maximum' : 'exclusiveMaximum']: value }),
  multipleOf: ({ value }) => ({ multipleOf: value }),
}

function merged(checks: unknown, table: Record<string, (check: Check) => Json>): Json {
  return Object.assign({}, ...((checks ?? []) as Check[]).map((check) => table[check.kind]?.(check) ?? {}))
}

function limits(min: unknown, max: unknown): Json {
  const value = (limit: unknown) => (limit as { value: number } | null | undefined)?.value
  return {
    ...(value(min) !== undefined && { minItems: value(min) }),
    ...(value(max) !== undefined && { maxItems: value(max) }),
  }
}

/** A numeric TypeScript enum also maps its numbers back to names: those are no values. */
function enumValues(values: Json): unknown[] {
  return Object.entries(values)
    .filter(([name, value]) => !(typeof value === 'string' && values[value] === Number(name)))
    .map(([, value]) => value)
}
