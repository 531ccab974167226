import { invalidRequest } from '../errors.ts'

export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'sign'
  readonly text: string
}

const shapes =
  /\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)(?![\w.])|([A-Za-z_][\w.]*)|(!=|<=|>=|[!=<>()[\]{},:&|])|(\S))/gy

/** @throws {AwsError} InvalidRequestException for what is no part of a filter expression */
export function tokensOf(expression: string): Token[] {
  return [...expression.trimEnd().matchAll(shapes)].map(([, string, number, word, sign, other]) => {
    if (other !== undefined) throw invalidRequest(`Invalid filter expression ${expression}: ${other} is unexpected`)
    if (string !== undefined) return { kind: 'string', text: string.replace(/\\(.)/gs, '$1') }
    if (number !== undefined) return { kind: 'number', text: number }
    return word === undefined ? { kind: 'sign', text: sign! } : { kind: 'word', text: word }
  })
}
