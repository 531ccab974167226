/**
 * Runs in the process that evaluates configs, bundled with the slices: loads each one and writes what it finds, a line
 * of JSON for each, so that what hangs or kills the process is known by the last line.
 */
import { appendFileSync } from 'node:fs'
import {
  type Converters,
  type Direction,
  isSchema,
  toJsonSchema,
  type ValibotConverter,
  type ZodCore,
} from './schema.ts'

export interface Candidate {
  readonly id: number
  readonly entry: 'config' | 'default'
  readonly load: () => Promise<Record<string, unknown>>
}

export type Line =
  | { readonly id: number; readonly state: 'started' }
  | {
      readonly id: number
      readonly state: 'done'
      readonly config: unknown
      readonly motia: boolean
      /** Libraries of schemas that could not be converted. */
      readonly vendors: readonly string[]
    }
  | { readonly id: number; readonly state: 'failed'; readonly message: string; readonly stack: string }

/** The file descriptor that takes the lines. */
const RESULTS = 3

/** What a schema of that key describes: what comes in, or what goes out. */
const SCHEMAS: Record<string, Direction> = {
  bodySchema: 'input',
  querySchema: 'input',
  input: 'input',
  schema: 'output',
}

export async function evaluate(
  candidates: readonly Candidate[],
  zod: () => Promise<unknown>,
  valibot: () => Promise<unknown>,
): Promise<void> {
  const write = (line: Line): void => appendFileSync(RESULTS, `${JSON.stringify(line)}\n`)
  const vendors = new Set<string>()
  const converters: Converters = {
    zod: (await zod()) as ZodCore,
    valibot: (await valibot()) as ValibotConverter,
    missed: (vendor) => vendors.add(vendor),
  }
  for (const { id, entry, load } of candidates) {
    write({ id, state: 'started' })
    vendors.clear()
    try {
      const { value, motia } = configOf(await load(), entry)
      write({ id, state: 'done', config: plain(value, converters), motia, vendors: [...vendors] })
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' }
      write({ id, state: 'failed', message: message || String(error), stack: stack ?? '' })
    }
  }
}

/** The config in a module's exports, whether it is an ES module, CommonJS or CommonJS compiled from an ES module. */
function configOf(exports: Record<string, unknown>, entry: 'config' | 'default'): { value: unknown; motia: boolean } {
  const inner = exports['default'] as Record<string, unknown> | undefined
  if (entry === 'config') return { value: exports['config'] ?? inner?.['config'], motia: true }
  const whole = (inner?.['__esModule'] ? inner['default'] : inner) as Record<string, unknown> | undefined
  const nested = whole?.['config']
  return nested ? { value: nested, motia: true } : { value: whole, motia: false }
}

function plain(value: unknown, converters: Converters): unknown {
  if (typeof value !== 'object' || value === null) return null
  const config: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    const direction = SCHEMAS[key]
    if (key === 'handler' || key === 'middleware' || item === undefined) continue
    if (key === 'canAccess') config[key] = true
    else if (direction) config[key] = schemaOf(item, direction, converters)
    else if (key === 'responseSchema') config[key] = responses(item, converters)
    else config[key] = item
  }
  return JSON.parse(JSON.stringify(config, (_, item) => (typeof item === 'bigint' ? String(item) : item)))
}

/** What is no schema stays as it is, for the error that says so. */
function schemaOf(value: unknown, direction: Direction, converters: Converters): unknown {
  if (isSchema(value) || typeof value === 'object')
    return value === null ? undefined : toJsonSchema(value, direction, converters)
  return typeof value === 'function' ? 'a function' : value
}

/** By status code; a single schema is that of 200. */
function responses(value: unknown, converters: Converters): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const byStatus = !isSchema(value) && Object.keys(value).every((key) => /^([1-5]\d\d|[1-5]XX|default)$/i.test(key))
  const entries = byStatus ? Object.entries(value) : [['200', value] as const]
  return Object.fromEntries(entries.map(([status, schema]) => [status, toJsonSchema(schema, 'output', converters)]))
}
