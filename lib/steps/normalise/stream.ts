import { defaultName } from '../find.ts'
import type { Finding, JsonSchema, Language, Location, StreamDefinition } from '../model.ts'

/** A stream's config as its author wrote it, its schema as JSON Schema. */
export interface RawStream {
  readonly file: string
  readonly language: Language
  readonly config: Readonly<Record<string, unknown>>
  readonly location: Location
  readonly guarded: boolean
}

/** Turns the config of a stream file into a {@link StreamDefinition} and says what is wrong with it. */
export function normaliseStream({ file, language, config, location, guarded }: RawStream): {
  readonly stream: StreamDefinition
  readonly findings: readonly Finding[]
} {
  const findings: Finding[] = []
  const { name, schema, baseConfig } = config
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    const message = `name of a stream is a string (it is ${JSON.stringify(name)})`
    findings.push({ severity: 'error', rule: 'bad-value', message, location })
  }
  if (isObject(baseConfig) && baseConfig['storageType'] === 'custom') {
    const message = `storageType 'custom' is not used: the stream is kept in DynamoDB, write storageType: 'default'`
    findings.push({ severity: 'warning', rule: 'custom-storage', message, location })
  }
  const known = typeof schema === 'boolean' || isObject(schema)
  const stream: StreamDefinition = {
    name: typeof name === 'string' && name !== '' ? name : defaultName(file),
    file,
    location,
    language,
    ...(known && { schema: schema as JsonSchema }),
    guarded,
  }
  return { stream, findings }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
