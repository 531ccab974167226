import type { ParsingSchema, Schema, StandardIssue, StandardResult, StandardSchema } from '../authoring/schema.ts'
import type { Issue } from '../errors.ts'

/** What came of a value: as its schema passes it on, or what does not fit. */
export type Checked = { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly Issue[] }

/**
 * Checks a value against a Standard Schema, an older zod 3 or a JSON Schema. Answers at once where the validator does.
 */
export function check(schema: Schema, value: unknown): Checked | Promise<Checked> {
  if (isStandard(schema)) {
    const result = schema['~standard'].validate(value)
    return result instanceof Promise ? result.then(fromStandard) : fromStandard(result)
  }
  if (isParsing(schema)) return checkParsing(schema, value)
  return import('./json-schema.ts').then(({ checkJsonSchema }) => checkJsonSchema(schema, value))
}

function isStandard(schema: Schema): schema is StandardSchema {
  return '~standard' in schema
}

function isParsing(schema: Schema): schema is ParsingSchema {
  return 'safeParseAsync' in schema && typeof schema.safeParseAsync === 'function'
}

async function checkParsing(schema: ParsingSchema, value: unknown): Promise<Checked> {
  const result = await schema.safeParseAsync(value)
  return result.success ? { value: result.data } : { issues: result.error.issues.map(issueOf) }
}

function fromStandard(result: StandardResult<unknown>): Checked {
  return result.issues ? { issues: result.issues.map(issueOf) } : result
}

function issueOf({ path = [], message }: StandardIssue): Issue {
  return { path: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'), message }
}
