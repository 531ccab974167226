import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnnotationValue, Summary } from '../summary.ts'
import { parseFilter } from './index.ts'

const summary = (
  more: Partial<Summary> = {},
  annotations: Readonly<Record<string, AnnotationValue>> = {},
): Summary => ({
  id: '1-5759e988-bd862e3fe1be46a994272793',
  revision: 1,
  start: 0,
  duration: 6,
  responseTime: 0.5,
  fault: false,
  error: false,
  throttle: false,
  partial: false,
  http: { url: 'http://a/v2/x', method: 'GET', status: 200, userAgent: undefined, clientIp: undefined },
  users: ['ada', 'bo'],
  annotations: new Map(Object.entries(annotations).map(([key, value]) => [key, new Map([[value, []]])])),
  services: [],
  entryPoint: undefined,
  resourceArns: [],
  ...more,
})
const seen = summary({ fault: true }, { step: 'send-receipt', age: 31, 'a.b': 'x', paid: true })

describe('a filter expression', () => {
  it.each([
    ['', true],
    ['fault', true],
    ['!fault', false],
    ['fault = true', true],
    ['fault != true', false],
    ['ok', false],
    ['ok = false', true],
    ['responsetime > 5', false],
    ['duration >= 5 AND duration <= 8', true],
    ['fault !partial duration <7', true],
    ['http.status = 200', true],
    ['http.url BEGINSWITH "http://a/" AND http.url CONTAINS "/v2/"', true],
    ['http.url ENDSWITH "/v2/"', false],
    ['http.useragent = "x"', false],
    ['user = "bo"', true],
    ['annotation[step] = "send-receipt"', true],
    ['annotation.step = "send-receipt"', true],
    ['annotation[step] = "other" OR annotation[age] > 29', true],
    ['annotation[age] = "31"', false],
    ['annotation[a.b]', true],
    ['annotation[paid] = true', true],
    ['!annotation[none]', true],
    ['annotation[none] != "x"', false],
    ['annotation[step] AND (error = true OR fault = true)', true],
    ['annotation[none] AND error OR fault', true],
    ['annotation[none] AND (error OR fault)', false],
  ])('%s', (expression, expected) => {
    expect(parseFilter(expression)(seen)).toBe(expected)
  })

  it.each([
    'fault = ',
    'fault = 1',
    'duration = "x"',
    'duration',
    'user',
    'user > "a"',
    'annotation[',
    '(ok',
    'ok)',
    'AND ok',
    'ok ; ok',
    'annotation[x] = "a',
    'service("a") { fault = true }',
    'edge("a", "b")',
    'group.name = "a"',
    'inferred',
  ])('%s is refused as X-Ray does', (expression) => {
    expect(() => parseFilter(expression)).toThrow(expect.objectContaining({ name: 'InvalidRequestException' }))
  })

  it('finds any text, however it is quoted', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const expression = `annotation[x] = "${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
        expect(parseFilter(expression)(summary({}, { x: text }))).toBe(true)
        expect(parseFilter(expression)(summary({}, { x: other }))).toBe(text === other)
      }),
    )
  })

  it('is read or refused, never anything else', () => {
    const part = fc.constantFrom(
      'ok',
      'fault',
      'duration',
      '=',
      '<',
      '1',
      '"a"',
      '(',
      ')',
      '!',
      'AND',
      'OR',
      'annotation[a]',
      'true',
      '{',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        try {
          expect(typeof parseFilter(parts.join(' '))(seen)).toBe('boolean')
        } catch (error) {
          expect((error as Error).name).toBe('InvalidRequestException')
        }
      }),
    )
  })
})
