import { zod3ToJsonSchema } from './zod3.ts'

/** What `zod/v4/core` of the project offers. */
export interface ZodCore {
  toJSONSchema?(schema: unknown, options: object): object
}

/** What `@valibot/to-json-schema` of the project offers. */
export interface ValibotConverter {
  toJsonSchema?(schema: unknown, options: object): object
}

export interface Converters {
  readonly zod?: ZodCore
  readonly valibot?: ValibotConverter
  /** Hears of the library whose schema cannot be converted. */
  readonly missed?: (vendor: string) => void
}

/** `input` is what a sender may send, `output` what an answer holds: they differ by defaults and transforms. */
export type Direction = 'input' | 'output'

interface Schema {
  readonly _zod?: unknown
  readonly _def?: { readonly typeName?: string }
  readonly '~standard'?: {
    readonly vendor: string
    readonly jsonSchema?: Partial<Record<Direction, (options: object) => object>>
  }
  readonly toJsonSchema?: () => object
}

/** The draft of the schemas in the model (https://json-schema.org/draft/2020-12). */
const TARGET = 'draft-2020-12'

export function isSchema(value: unknown): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return '~standard' in value || '_zod' in value || '_def' in value
}

/** JSON Schema of any Standard Schema; a plain JSON Schema stays as it is, what cannot be converted allows everything. */
export function toJsonSchema(value: unknown, direction: Direction, converters: Converters): unknown {
  if (!isSchema(value))
    return typeof value === 'boolean' || (typeof value === 'object' && value !== null) ? value : true
  const schema = value as Schema
  const converted = convert(schema, direction, converters)
  if (!converted) converters.missed?.(schema['~standard']?.vendor ?? 'an unknown library')
  return withoutDialect(converted ?? true)
}

function convert(schema: Schema, direction: Direction, { zod, valibot }: Converters): object | undefined {
  if (schema._zod && zod?.toJSONSchema) {
    return zod.toJSONSchema(schema, { io: direction, target: TARGET, unrepresentable: 'any', cycles: 'ref' })
  }
  if (schema._def?.typeName) return zod3ToJsonSchema(schema, direction)
  const standard = schema['~standard']
  const own = standard?.jsonSchema?.[direction]
  if (own) return own({ target: TARGET })
  if (standard?.vendor === 'valibot' && valibot?.toJsonSchema) {
    return valibot.toJsonSchema(schema, { typeMode: direction, errorMode: 'ignore' })
  }
  return schema.toJsonSchema?.()
}

function withoutDialect(schema: object | true): unknown {
  if (schema === true) return true
  const { $schema: _, '~standard': __, ...rest } = schema as Record<string, unknown>
  return rest
}
