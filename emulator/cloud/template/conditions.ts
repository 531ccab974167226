import { TemplateError } from '../errors.ts'
import { resolveValue } from './intrinsics.ts'
import { isRecord } from './model.ts'
import type { Scope } from './scope.ts'

/** The value of a named condition of the template. */
export function condition(name: string, scope: Scope): boolean {
  const written = scope.template.Conditions?.[name]
  if (written === undefined) throw new TemplateError([`there is no condition '${name}' in stack ${scope.stack}`])
  return evaluate(written, scope)
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html */
function evaluate(written: unknown, scope: Scope): boolean {
  if (isRecord(written)) {
    const [operator, operand] = Object.entries(written)[0] ?? []
    const operands = Array.isArray(operand) ? operand : []
    switch (operator) {
      case 'Condition':
        return condition(String(operand), scope)
      case 'Fn::And':
        return operands.every((each) => evaluate(each, scope))
      case 'Fn::Or':
        return operands.some((each) => evaluate(each, scope))
      case 'Fn::Not':
        return !evaluate(operands[0], scope)
      case 'Fn::Equals':
        return JSON.stringify(resolveValue(operands[0], scope)) === JSON.stringify(resolveValue(operands[1], scope))
    }
  }
  throw new TemplateError([`not a condition: ${JSON.stringify(written)} (stack ${scope.stack})`])
}
