import { BlockList, isIP, isIPv6 } from 'node:net'
import { PatternError } from './errors.ts'
import { wildcardExpression } from './wildcard.ts'

/** Tests one value of an event. */
export type Test = (value: unknown) => boolean

type Compile = (operand: unknown) => Test

const onText =
  (test: (text: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value)

const text = (operator: string, operand: unknown): string => {
  if (typeof operand !== 'string')
    throw new PatternError(`${operator} must be a string, not ${JSON.stringify(operand)}`)
  return operand
}

/** `{ prefix: 'a' }` or `{ prefix: { 'equals-ignore-case': 'a' } }`. */
const edge =
  (operator: string, has: (value: string, part: string) => boolean): Compile =>
  (operand) => {
    if (typeof operand === 'object' && operand !== null && 'equals-ignore-case' in operand) {
      const part = text(operator, operand['equals-ignore-case']).toLowerCase()
      return onText((value) => has(value.toLowerCase(), part))
    }
    const part = text(operator, operand)
    return onText((value) => has(value, part))
  }

const prefix = edge('prefix', (value, part) => value.startsWith(part))
const suffix = edge('suffix', (value, part) => value.endsWith(part))

const equalsIgnoreCase: Compile = (operand) => {
  const wanted = text('equals-ignore-case', operand).toLowerCase()
  return onText((value) => value.toLowerCase() === wanted)
}

const wildcard: Compile = (operand) => {
  const pattern = text('wildcard', operand)
  if (pattern.includes('**')) throw new PatternError(`wildcard ${JSON.stringify(pattern)} has two * in a row`)
  const expression = wildcardExpression(pattern)
  return onText((value) => expression.test(value))
}

const cidr: Compile = (operand) => {
  const range = text('cidr', operand)
  const [address = '', bits] = range.split('/')
  const list = new BlockList()
  if (isIP(address) === 0) throw new PatternError(`cidr ${JSON.stringify(range)} is no range of IP addresses`)
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  return onText((value) => isIP(value) > 0 && list.check(value, isIPv6(value) ? 'ipv6' : 'ipv4'))
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** `['>', 0, '<=', 5]` */
const numeric: Compile = (operand) => {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : []
  if (parts.length !== 2 && parts.length !== 4) {
    throw new PatternError(`numeric must be [operator, number] once or twice, not ${JSON.stringify(operand)}`)
  }
  const tests = [parts.slice(0, 2), parts.slice(2)]
    .filter((pair) => pair.length > 0)
    .map(([operator, bound]) => {
      const compare =
        typeof operator === 'string' && Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined
      if (compare === undefined || typeof bound !== 'number') {
        throw new PatternError(`numeric takes =, <, <=, >, >= and a number, not ${JSON.stringify([operator, bound])}`)
      }
      return (value: number) => compare(value, bound)
    })
  return (value) => typeof value === 'number' && tests.every((test) => test(value))
}

export const exactly = (wanted: unknown): Test => {
  if (typeof wanted === 'object' && wanted !== null) {
    throw new PatternError(`${JSON.stringify(wanted)} is no string, number, boolean or null`)
  }
  return (value) => value === wanted
}

const list = (operand: unknown): readonly unknown[] => (Array.isArray(operand) ? operand : [operand])

/** Takes a value, a list of values, or `{ prefix | suffix | wildcard | equals-ignore-case: one or a list }`. */
const anythingBut: Compile = (operand) => {
  if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) {
    const excluded = list(operand).map(exactly)
    return (value) => !excluded.some((test) => test(value))
  }
  const excluded = Object.entries(operand).flatMap(([operator, values]) => {
    const compile = Object.hasOwn(NEGATABLE, operator) ? NEGATABLE[operator] : undefined
    if (compile === undefined)
      throw new PatternError(`anything-but has no ${operator}; it has ${Object.keys(NEGATABLE).join(', ')}`)
    return list(values).map(compile)
  })
  return (value) => !excluded.some((test) => test(value))
}

const NEGATABLE: Readonly<Record<string, Compile>> = {
  prefix,
  suffix,
  wildcard,
  'equals-ignore-case': equalsIgnoreCase,
}

/**
 * Comparison operators by name; `exists` is not among them, for it is about absence too.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const OPERATORS: Readonly<Record<string, Compile>> = {
  prefix,
  suffix,
  'equals-ignore-case': equalsIgnoreCase,
  wildcard,
  cidr,
  numeric,
  'anything-but': anythingBut,
}
