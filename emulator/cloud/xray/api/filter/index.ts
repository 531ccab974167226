import { invalidRequest } from '../errors.ts'
import type { AnnotationValue, Summary } from '../summary.ts'
import { booleans, comparisons, numberComparisons, numbers, stringComparisons, strings } from './keywords.ts'
import { type Token, tokensOf } from './tokens.ts'

type Test = (summary: Summary) => boolean

/**
 * Reads a filter expression: boolean, number and string keywords, `annotation[key]`, AND (also by standing side by side),
 * OR, `!` and parentheses. AND binds closer than OR.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
 *
 * @throws {AwsError} InvalidRequestException for what is no expression, and for the rest of the language
 */
export function parseFilter(expression: string): Test {
  const tokens = tokensOf(expression)
  if (tokens.length === 0) return () => true
  let at = 0

  const fail = (what: string): never => {
    throw invalidRequest(`Invalid filter expression ${expression}: ${what}`)
  }
  const peek = (...texts: readonly string[]): boolean => {
    const token = tokens[at]
    return token !== undefined && token.kind !== 'string' && texts.includes(token.text)
  }
  const take = (): Token => tokens[at++] ?? fail('it ends too early')
  const takeIf = (...texts: readonly string[]): boolean => peek(...texts) && take() !== undefined
  const expect = (text: string): void => {
    if (!takeIf(text)) fail(`${text} is missing${tokens[at] ? ` before ${tokens[at]!.text}` : ' at its end'}`)
  }

  const either = (): Test => {
    let test = both()
    while (takeIf('OR', 'or', '|')) {
      const [left, right] = [test, both()]
      test = (summary) => left(summary) || right(summary)
    }
    return test
  }
  const both = (): Test => {
    let test = one()
    while (takeIf('AND', 'and', '&') || (at < tokens.length && !peek(')', 'OR', 'or', '|'))) {
      const [left, right] = [test, one()]
      test = (summary) => left(summary) && right(summary)
    }
    return test
  }
  const one = (): Test => {
    if (takeIf('!')) {
      const test = one()
      return (summary) => !test(summary)
    }
    if (takeIf('(')) {
      const test = either()
      expect(')')
      return test
    }
    const { kind, text: keyword } = take()
    if (kind !== 'word') return fail(`${keyword} is no keyword`)
    if (keyword === 'annotation' && takeIf('[')) {
      const key = take()
      if (key.kind === 'sign') fail('annotation[] needs a key')
      expect(']')
      return annotation(key.text)
    }
    if (keyword.startsWith('annotation.')) return annotation(keyword.slice('annotation.'.length))
    return booleanKeyword(keyword) ?? numberKeyword(keyword) ?? stringKeyword(keyword) ?? unknown(keyword)
  }

  const unknown = (keyword: string): never =>
    fail(
      `the emulator's X-Ray has no ${keyword} in filter expressions; it has ${[booleans, numbers, strings].flatMap(Object.keys).join(', ')} and annotation[key]`,
    )
  /** An operator and a value; undefined when none follows. */
  const comparison = (): { readonly compare: Compare; readonly wanted: AnnotationValue } | undefined => {
    if (!peek(...Object.keys(numberComparisons), ...Object.keys(stringComparisons))) return undefined
    const operator = take().text
    const { kind, text } = take()
    const wanted =
      kind === 'number'
        ? Number(text)
        : kind === 'string'
          ? text
          : text === 'true' || text === 'false'
            ? text === 'true'
            : fail(`${text} is no value`)
    const known =
      typeof wanted === 'number' ? numberComparisons : typeof wanted === 'string' ? stringComparisons : comparisons
    const compare = known[operator] ?? fail(`${operator} does not go with ${text}`)
    return { compare: (actual) => typeof actual === typeof wanted && compare(actual, wanted), wanted }
  }
  const booleanKeyword = (keyword: string): Test | undefined => {
    const value = booleans[keyword]
    if (!value) return undefined
    const compared = comparison()
    if (compared && typeof compared.wanted !== 'boolean') fail(`${keyword} is true or false`)
    return (summary) => (compared ? compared.compare(value(summary)) : value(summary))
  }
  const numberKeyword = (keyword: string): Test | undefined => {
    const value = numbers[keyword]
    if (!value) return undefined
    const compared = comparison()
    if (typeof compared?.wanted !== 'number') return fail(`${keyword} must be compared with a number`)
    return (summary) => {
      const actual = value(summary)
      return actual !== undefined && compared.compare(actual)
    }
  }
  const stringKeyword = (keyword: string): Test | undefined => {
    const value = strings[keyword]
    if (!value) return undefined
    const compared = comparison()
    if (typeof compared?.wanted !== 'string') return fail(`${keyword} must be compared with a "text"`)
    return (summary) => value(summary).some(compared.compare)
  }
  const annotation = (key: string): Test => {
    const compared = comparison()
    return ({ annotations }) => {
      const values = [...(annotations.get(key)?.keys() ?? [])]
      return compared ? values.some(compared.compare) : values.length > 0
    }
  }

  const test = either()
  return at === tokens.length ? test : fail(`${tokens[at]!.text} is unexpected`)
}

type Compare = (actual: AnnotationValue) => boolean
