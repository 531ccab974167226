import { describe, expect, test } from 'vitest'
import { parseCron } from './unix.ts'

describe('parseCron', () => {
  test.each([
    ['* * * * *', 60, 24, 31, 12, 7],
    ['*/15 8-18/2 1,15 jan-mar MON-FRI', 4, 6, 2, 3, 5],
    ['0 0 * * 7', 1, 1, 31, 12, 1],
    ['0 0 * * 0,7', 1, 1, 31, 12, 1],
    ['0 0 * * fri-mon', 1, 1, 31, 12, 4],
    ['0 30 6 * * 1', 1, 1, 31, 12, 1],
    ['5/20 * ? * ?', 3, 24, 31, 12, 7],
    ['@daily', 1, 1, 31, 12, 7],
    ['@yearly', 1, 1, 1, 1, 7],
  ])('%s', (expression, ...counts) => {
    const fields = parseCron(expression)
    const { minute, hour, dayOfMonth, month, dayOfWeek } = fields
    expect([minute, hour, dayOfMonth, month, dayOfWeek].map(({ values }) => values.length)).toEqual(counts)
  })

  test.each([
    ['* * * *', 'has 4 fields'],
    ['30 * * * * *', "has seconds '30'"],
    ['60 * * * *', "has minute '60': it must be 0 to 59"],
    ['* 24 * * *', "has hour '24'"],
    ['* * 0 * *', "has day of month '0'"],
    ['* * * 13 *', "has month '13': it must be 1 to 12 or jan"],
    ['* * * * 8', "has day of week '8'"],
    ['* * * * caturday', "has day of week 'caturday'"],
    ['5-1 * * * *', 'the range ends before it begins'],
    ['*/0 * * * *', 'a step is at least 1'],
    ['1,,2 * * * *', "has minute '': write a number"],
    ['* * L * *', "has day of month 'l'"],
    ['@reboot', 'is not known: use one of @yearly'],
    ['', 'has 1 fields'],
  ])('%s is refused', (expression, message) => {
    expect(() => parseCron(expression)).toThrow(message)
    expect(() => parseCron(expression)).toThrow(`cron expression '${expression}'`)
  })
})
