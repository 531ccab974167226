import { PatternError } from './errors.ts'
import { compileLeaf, type Dialect } from './leaf.ts'
import { OPERATORS } from './operators.ts'

export type Matcher = (event: unknown) => boolean

const ALL: Dialect = { operators: Object.keys(OPERATORS) }

type Structure = Readonly<Record<string, unknown>>

const isStructure = (value: unknown): value is Structure =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Compiles an event pattern. All fields must match; a field's list holds alternatives; a nested object looks deeper; an
 * array in the event matches when one of its elements does. Throws {@link PatternError}.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @example
 * const matches = compilePattern({ source: ['shop'], detail: { total: [{ numeric: ['>', 100] }] } })
 * matches({ source: 'shop', detail: { total: 120 } }) // true
 */
export function compilePattern(pattern: unknown, dialect: Dialect = ALL): Matcher {
  if (!isStructure(pattern) || Object.keys(pattern).length === 0) {
    throw new PatternError(`a pattern must be an object with at least one field, not ${JSON.stringify(pattern)}`)
  }
  return compileStructure(pattern, dialect, [])
}

function compileStructure(pattern: Structure, dialect: Dialect, path: readonly string[]): Matcher {
  const tests = Object.entries(pattern).map(([field, value]) =>
    field === '$or' && isAlternatives(value)
      ? compileOr(value, dialect, path)
      : compileField(field, value, dialect, [...path, field]),
  )
  const all: Matcher = (event) => tests.every((test) => test(event))
  // Elements of an array are tested each for itself, so that all fields are found in the same one.
  return (event) => (Array.isArray(event) && event.length > 0 ? event.flat(Infinity).some(all) : all(event))
}

/** A field may be called `$or` too; the operator is a list of two or more patterns. */
const isAlternatives = (value: unknown): value is readonly Structure[] =>
  Array.isArray(value) && value.length >= 2 && value.every((one) => isStructure(one) && !isOperator(one))

const isOperator = (value: Structure) =>
  Object.keys(value).some((key) => key === 'exists' || Object.hasOwn(OPERATORS, key))

function compileOr(patterns: readonly Structure[], dialect: Dialect, path: readonly string[]): Matcher {
  const tests = patterns.map((pattern) => compileStructure(pattern, dialect, path))
  return (event) => tests.some((test) => test(event))
}

function compileField(field: string, value: unknown, dialect: Dialect, path: readonly string[]): Matcher {
  const child = (event: unknown) => (isStructure(event) && Object.hasOwn(event, field) ? event[field] : undefined)
  if (isStructure(value)) {
    const test = compileStructure(value, dialect, path)
    return (event) => test(child(event))
  }
  if (!Array.isArray(value)) {
    throw new PatternError(`"${path.join('.')}" must be an object or an array, not ${JSON.stringify(value)}`)
  }
  const test = inPath(path, () => compileLeaf(value, dialect))
  return (event) => test(leaves(child(event)))
}

/** Only strings, numbers, booleans and null can be compared, and exist in the sense of `exists`. */
function leaves(value: unknown): readonly unknown[] {
  const values = Array.isArray(value) ? value.flat(Infinity) : [value]
  return values.filter((one) => one !== undefined && !isStructure(one))
}

function inPath<T>(path: readonly string[], compile: () => T): T {
  try {
    return compile()
  } catch (cause) {
    if (!(cause instanceof PatternError)) throw cause
    throw new PatternError(`"${path.join('.')}": ${cause.message}`, { cause })
  }
}
