import type { MessageAttribute } from '../../ports.ts'
import { compileLeaf, compilePattern, type Dialect, PatternError } from '../matching/index.ts'

/** A message as a filter policy sees it. */
export interface Filtered {
  readonly message: string
  readonly attributes: Readonly<Record<string, MessageAttribute>>
}

export type Filter = (message: Filtered) => boolean

export type FilterScope = 'MessageAttributes' | 'MessageBody'

/** https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
const SNS: Dialect = {
  operators: ['prefix', 'suffix', 'equals-ignore-case', 'cidr', 'numeric', 'anything-but'],
}

/** Compiles a filter policy; throws {@link PatternError} for one that SNS would not take. */
export function compileFilter(policy: unknown, scope: FilterScope): Filter {
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) {
    throw new PatternError('a filter policy must be a JSON object')
  }
  if (Object.keys(policy).length === 0) return () => true
  return scope === 'MessageBody' ? onBody(policy) : onAttributes(policy as Readonly<Record<string, unknown>>)
}

function onBody(policy: object): Filter {
  const matches = compilePattern(policy, SNS)
  return ({ message }) => {
    try {
      const body: unknown = JSON.parse(message)
      return typeof body === 'object' && body !== null && matches(body)
    } catch {
      // A body that is no JSON has no properties: the subscription does not get it.
      return false
    }
  }
}

function onAttributes(policy: Readonly<Record<string, unknown>>): Filter {
  const tests = Object.entries(policy).map(([name, alternatives]): Filter => {
    if (name === '$or' && Array.isArray(alternatives)) {
      const filters = alternatives.map((one) => onAttributes(one))
      return (message) => filters.some((filter) => filter(message))
    }
    if (!Array.isArray(alternatives)) throw new PatternError(`"${name}" must be an array`)
    const test = compileLeaf(alternatives, SNS)
    return ({ attributes }) => test(valuesOf(attributes[name]))
  })
  return (message) => tests.every((test) => test(message))
}

/** The values of an attribute that a policy can be compared with; binary ones cannot. */
function valuesOf(attribute: MessageAttribute | undefined): readonly unknown[] {
  const { DataType: type, StringValue: text } = attribute ?? {}
  if (type === undefined || text === undefined) return []
  if (type === 'String.Array') return parseArray(text)
  if (type.startsWith('Number')) return [Number(text)]
  return type.startsWith('String') ? [text] : []
}

function parseArray(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : [value]
  } catch {
    return [text]
  }
}
