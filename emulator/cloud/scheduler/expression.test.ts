import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseExpression } from './expression.ts'
import { localTime } from './zone.ts'

const at = (text: string) => Date.parse(text)
const iso = (time: number | undefined) => time && new Date(time).toISOString().replace('.000', '')
const runs = (expression: string, zone: string, after: string, count: number) => {
  const recurrence = parseExpression(expression, zone, at(after))
  const found: (string | undefined | 0)[] = []
  for (let time: number | undefined = at(after); found.length < count; ) {
    time = recurrence.next(time!)
    found.push(iso(time))
    if (time === undefined) break
  }
  return found
}

describe('cron', () => {
  it.each([
    ['cron(30 6 ? * MON-FRI *)', 'UTC', '2026-11-20T12:00:00Z', ['2026-11-23T06:30:00Z', '2026-11-24T06:30:00Z']],
    [
      'cron(0/15 12 * * ? *)',
      'UTC',
      '2026-01-01T12:20:00Z',
      ['2026-01-01T12:30:00Z', '2026-01-01T12:45:00Z', '2026-01-02T12:00:00Z'],
    ],
    ['cron(0 0 L * ? *)', 'UTC', '2028-02-01T00:00:00Z', ['2028-02-29T00:00:00Z', '2028-03-31T00:00:00Z']],
    ['cron(0 9 15W * ? *)', 'UTC', '2026-08-01T00:00:00Z', ['2026-08-14T09:00:00Z', '2026-09-15T09:00:00Z']],
    ['cron(0 9 1W * ? *)', 'UTC', '2026-08-01T00:00:00Z', ['2026-08-03T09:00:00Z']],
    ['cron(0 0 ? * 6L *)', 'UTC', '2026-11-01T00:00:00Z', ['2026-11-27T00:00:00Z']],
    ['cron(0 0 ? * FRIL *)', 'UTC', '2026-11-01T00:00:00Z', ['2026-11-27T00:00:00Z']],
    ['cron(0 0 ? * 3#2 *)', 'UTC', '2026-11-01T00:00:00Z', ['2026-11-10T00:00:00Z']],
    ['cron(0 0 29 2 ? *)', 'UTC', '2026-01-01T00:00:00Z', ['2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z']],
    ['cron(0 10 * * ? 2027)', 'UTC', '2026-12-31T00:00:00Z', ['2027-01-01T10:00:00Z']],
    ['cron(0 10 * * ? 2020)', 'UTC', '2026-12-31T00:00:00Z', [undefined]],
    ['cron(0 8 * * ? *)', 'Asia/Kolkata', '2026-01-01T00:00:00Z', ['2026-01-01T02:30:00Z']],
    ['cron(0 1 * * ? *)', 'Pacific/Auckland', '2026-06-01T12:00:00Z', ['2026-06-01T13:00:00Z']],
  ])('%s in %s after %s', (expression, zone, after, expected) =>
    expect(runs(expression, zone, after, expected.length)).toEqual(expected),
  )

  it('skips what the clocks skip in spring', () => {
    expect(runs('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-03-27T12:00:00Z', 3)).toEqual([
      '2026-03-28T01:30:00Z',
      '2026-03-30T00:30:00Z',
      '2026-03-31T00:30:00Z',
    ])
    expect(runs('cron(30 2 * * ? *)', 'America/New_York', '2026-03-07T12:00:00Z', 1)).toEqual(['2026-03-09T06:30:00Z'])
  })

  it('runs once in the hour that autumn repeats', () => {
    expect(runs('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:30:00Z',
    ])
    expect(runs('cron(0/30 2 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z', 3)).toEqual([
      '2026-10-25T00:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:00:00Z',
    ])
  })

  it('runs at the wall-clock time in any zone, and later than what it follows', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: at('2020-01-01T00:00:00Z') / 60_000, max: at('2032-01-01T00:00:00Z') / 60_000 }),
        (zone, minute, hour, start) => {
          const next = parseExpression(`cron(${minute} ${hour} * * ? *)`, zone, 0).next(start * 60_000)!
          expect(next).toBeGreaterThan(start * 60_000)
          expect(next - start * 60_000).toBeLessThanOrEqual(50 * 3_600_000)
          expect(localTime(next, zone)).toMatchObject({ hour, minute, second: 0 })
        },
      ),
    )
  })

  it.each([
    ['cron(0 12 * * *)', /5 fields, not 6/],
    ['cron(0 12 * * * *)', /exactly one of day-of-month and day-of-week must be \?/],
    ['cron(0 12 ? * ? *)', /exactly one/],
    ['cron(60 12 * * ? *)', /'60' is not from 0 to 59/],
    ['cron(0 12 ? * FRI-MON *)', /goes backwards/],
    ['cron(0/0 12 * * ? *)', /no valid step/],
    ['cron(0 12 * 13 ? *)', /'13' is not from 1 to 12/],
    ['every minute', /must be cron/],
    ['rate(0 minutes)', /positive/],
    ['rate(5 seconds)', /positive/],
    ['at(tomorrow)', /yyyy-mm-dd/],
  ])('%s is refused', (expression, message) => expect(() => parseExpression(expression, 'UTC', 0)).toThrow(message))

  it('refuses an unknown time zone', () =>
    expect(() => parseExpression('rate(1 day)', 'Mars/Base', 0)).toThrow(/Mars\/Base/))
})

it('rate counts from its start, whatever the clocks do', () => {
  expect(runs('rate(1 day)', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
    '2026-03-29T12:00:00Z',
    '2026-03-30T12:00:00Z',
  ])
  expect(runs('rate(90 minutes)', 'UTC', '2026-01-01T00:00:00Z', 2)).toEqual([
    '2026-01-01T01:30:00Z',
    '2026-01-01T03:00:00Z',
  ])
})

it('at runs once, in its zone', () => {
  expect(runs('at(2026-07-01T09:00:05)', 'Europe/Berlin', '2026-01-01T00:00:00Z', 2)).toEqual([
    '2026-07-01T07:00:05Z',
    undefined,
  ])
})
