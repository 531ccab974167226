import type { PolicyStatement } from '../../ports.ts'
import type { RequestContext } from './context.ts'
import { UnknownConditionError } from './errors.ts'
import { OPERATORS } from './operators.ts'

interface ParsedOperator {
  readonly name: string
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined
  readonly ifExists: boolean
}

/** `ForAllValues:StringLikeIfExists` -> its parts. */
function parseOperator(text: string): ParsedOperator {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(text) ?? []
  return { name, set: set as ParsedOperator['set'], ifExists: ifExists !== undefined }
}

/** Throws when a statement has a condition operator that access control does not know: it would decide at random. */
export function checkConditions(statement: PolicyStatement): void {
  for (const operator of Object.keys(statement.Condition ?? {})) {
    const { name } = parseOperator(operator)
    if (name !== 'Null' && !Object.hasOwn(OPERATORS, name)) throw new UnknownConditionError(operator)
  }
}

/** True when all operators with all their keys hold. */
export function conditionHolds(condition: PolicyStatement['Condition'], context: RequestContext): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, value]) =>
      holds(parseOperator(operator), context.get(key.toLowerCase()), toTexts(value)),
    ),
  )
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
function holds(operator: ParsedOperator, actual: readonly string[] | undefined, expected: readonly string[]): boolean {
  if (operator.name === 'Null') return expected.includes(String(actual === undefined))
  const { test, negated } = OPERATORS[operator.name]!
  if (actual === undefined || actual.length === 0)
    return operator.ifExists || operator.set === 'ForAllValues' || negated
  const one = (value: string) => expected.some((candidate) => test(value, candidate)) !== negated
  if (operator.set === 'ForAllValues') return actual.every(one)
  if (operator.set === 'ForAnyValue' || !negated) return actual.some(one)
  return actual.every(one)
}

const toTexts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [String(value)])
