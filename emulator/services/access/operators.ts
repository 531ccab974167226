import { BlockList, isIPv6 } from 'node:net'
import { matchesWildcard } from './wildcard.ts'

/** Compares one value of the request with one value of the policy. */
export interface Operator {
  readonly test: (actual: string, expected: string) => boolean
  /** True for the operators that say what must not be: all values of the policy must fail to match. */
  readonly negated: boolean
}

const equals = (actual: string, expected: string) => actual === expected
const equalsIgnoringCase = (actual: string, expected: string) => actual.toLowerCase() === expected.toLowerCase()
const like = (actual: string, expected: string) => matchesWildcard(expected, actual)
const number = (compare: (a: number, b: number) => boolean) => (actual: string, expected: string) =>
  compare(Number(actual), Number(expected))
const date = (compare: (a: number, b: number) => boolean) => (actual: string, expected: string) =>
  compare(instant(actual), instant(expected))

/** The six colon-separated parts are compared each for itself; ArnEquals and ArnLike are the same. */
function arnLike(actual: string, expected: string): boolean {
  const parts = (arn: string) => {
    const all = arn.split(':')
    return [...all.slice(0, 5), all.slice(5).join(':')]
  }
  const wanted = parts(expected)
  return expected === '*' || parts(actual).every((part, index) => matchesWildcard(wanted[index] ?? '', part))
}

function inRange(actual: string, expected: string): boolean {
  const [address = '', prefix] = expected.split('/')
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family)
  return list.check(actual, isIPv6(actual) ? 'ipv6' : 'ipv4')
}

/** ISO 8601 or seconds since 1970. */
const instant = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text))

const positive = (test: Operator['test']): Operator => ({ test, negated: false })
const negative = (test: Operator['test']): Operator => ({ test, negated: true })

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: positive(equals),
  StringNotEquals: negative(equals),
  StringEqualsIgnoreCase: positive(equalsIgnoringCase),
  StringNotEqualsIgnoreCase: negative(equalsIgnoringCase),
  StringLike: positive(like),
  StringNotLike: negative(like),
  NumericEquals: positive(number((a, b) => a === b)),
  NumericNotEquals: negative(number((a, b) => a === b)),
  NumericLessThan: positive(number((a, b) => a < b)),
  NumericLessThanEquals: positive(number((a, b) => a <= b)),
  NumericGreaterThan: positive(number((a, b) => a > b)),
  NumericGreaterThanEquals: positive(number((a, b) => a >= b)),
  DateEquals: positive(date((a, b) => a === b)),
  DateNotEquals: negative(date((a, b) => a === b)),
  DateLessThan: positive(date((a, b) => a < b)),
  DateLessThanEquals: positive(date((a, b) => a <= b)),
  DateGreaterThan: positive(date((a, b) => a > b)),
  DateGreaterThanEquals: positive(date((a, b) => a >= b)),
  Bool: positive(equalsIgnoringCase),
  BinaryEquals: positive(equals),
  IpAddress: positive(inRange),
  NotIpAddress: negative(inRange),
  ArnEquals: positive(arnLike),
  ArnLike: positive(arnLike),
  ArnNotEquals: negative(arnLike),
  ArnNotLike: negative(arnLike),
}
