import { isDefineStep, type StepSource } from '../config/locate.ts'
import type { Finding, Location } from '../model.ts'

/** Expressions that are no function whatever they hold. */
const NO_FUNCTION = new Set(['Literal', 'TemplateLiteral', 'ObjectExpression', 'ArrayExpression'])

/** That a Step has no handler, where its file shows it for certain; what nothing starts needs none. */
export function missingHandler(step: StepSource, type: unknown, location: Location): Finding[] {
  if (type === 'noop') return []
  const { handler } = step
  const error = (message: string): Finding[] => [{ severity: 'error', rule: 'no-handler', message, location }]
  if (handler && NO_FUNCTION.has(handler.node.type)) {
    const { start, end } = handler.node
    return error(`the handler is no function: it is ${handler.module.text.slice(start, end).slice(0, 60)}`)
  }
  if (handler || !step.config || hasSpread(step.config)) return []
  if (step.dialect === 'define-step') {
    const whole = !step.call || isDefineStep(step.call.node)
    return whole ? error('the Step has no handler: write async handler({ ... }) { ... } below its config') : []
  }
  const exported = [...step.module.exports.keys(), ...step.module.stars]
  return step.dialect === 'motia' && exported.every((name) => name === 'config')
    ? error('the Step has no handler: write export const handler = async (...) => { ... } below its config')
    : []
}

function hasSpread(object: NonNullable<StepSource['config']>): boolean {
  return object.type === 'ObjectExpression' && object.properties.some((item) => item.type === 'SpreadElement')
}
