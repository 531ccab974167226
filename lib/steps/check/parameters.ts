import type { Finding, Location, Trigger } from '../model.ts'
import { nearest } from '../normalise/keys.ts'

/** What a handler asks for, without a default of its own. */
export interface Parameter {
  readonly name: string
  readonly location: Location
}

const COMMON = ['emit', 'state', 'streams', 'logger', 'trace_id', 'remaining_time', 'context']

/** What a `define_step` handler is given, by trigger; `runtime/python/motia/step/call_by_name.py` gives it. */
export const PARAMETERS: Readonly<Partial<Record<Trigger['type'], readonly string[]>>> = {
  api: [...COMMON, 'body', 'params', 'query', 'headers', 'raw_body', 'method', 'path', 'auth'],
  event: [...COMMON, 'data', 'topic', 'attempt', 'id'],
  cron: [...COMMON, 'scheduled_time'],
}

/** Parameters that nothing fills: such a handler fails at its first call. */
export function unknownParameters(parameters: readonly Parameter[], type: unknown, step: string): Finding[] {
  const known = PARAMETERS[type as Trigger['type']]
  if (!known) return []
  return parameters
    .filter(({ name }) => !known.includes(snakeCase(name)))
    .map(({ name, location }) => {
      const near = nearest(name, known)
      const remedy = near ? `did you mean '${near}'?` : `it may ask for ${known.join(', ')}`
      const message = `the handler asks for '${name}', which no Step of type '${type}' is given: ${remedy}`
      return { severity: 'error', rule: 'unknown-parameter', message, location, step }
    })
}

/** TypeScript's spelling is taken, too. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
