import { PatternError } from './errors.ts'
import { exactly, OPERATORS, type Test } from './operators.ts'

/** Which of the operators a service has. */
export interface Dialect {
  readonly operators: readonly string[]
}

/** Tests all values that an event has at one place; none when it has nothing there. */
export type LeafTest = (values: readonly unknown[]) => boolean

/** `['a', { prefix: 'b' }, { exists: false }]`: one of them must hold, for one of the values. */
export function compileLeaf(alternatives: readonly unknown[], dialect: Dialect): LeafTest {
  if (alternatives.length === 0) throw new PatternError('an empty list matches nothing')
  const tests = alternatives.map((alternative) => compileAlternative(alternative, dialect))
  return (values) => tests.some((test) => test(values))
}

function compileAlternative(alternative: unknown, dialect: Dialect): LeafTest {
  if (typeof alternative !== 'object' || alternative === null) return anyOf(exactly(alternative))
  const entries = Object.entries(alternative)
  const [entry] = entries
  if (entry === undefined || entries.length > 1 || Array.isArray(alternative)) {
    throw new PatternError(`${JSON.stringify(alternative)} must have exactly one operator`)
  }
  const [operator, operand] = entry
  if (operator === 'exists') {
    if (typeof operand !== 'boolean')
      throw new PatternError(`exists must be true or false, not ${JSON.stringify(operand)}`)
    return (values) => values.length > 0 === operand
  }
  const compile = dialect.operators.includes(operator) ? OPERATORS[operator] : undefined
  if (compile === undefined) {
    throw new PatternError(`unknown operator ${operator}: use a value, exists, ${dialect.operators.join(', ')}`)
  }
  return anyOf(compile(operand))
}

const anyOf =
  (test: Test): LeafTest =>
  (values) =>
    values.some(test)
