import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CodeFacts, normalise } from './index.ts'
import { editDistance, nearest } from './keys.ts'
import { parsePath, routePath, routeShape } from './path.ts'
import { NO_CODE } from './raw.ts'

function read(config: Record<string, unknown>, code: CodeFacts = NO_CODE, dialect: 'motia' | 'define-step' = 'motia') {
  const location = { file: 'steps/a.step.ts', line: 1 }
  return normalise({
    file: 'steps/a.step.ts',
    language: 'node',
    dialect,
    config,
    location,
    keyLocation: () => location,
    code,
  })
}

function rules(config: Record<string, unknown>): string[] {
  return read(config).findings.map((finding) => finding.rule)
}

describe('paths', () => {
  it.each([
    ['/', '/'],
    ['/orders/:id', '/orders/{id}'],
    ['/orders/{id}/items/', '/orders/{id}/items'],
    ['/files/*', '/files/{proxy+}'],
    ['/files/:rest+', '/files/{rest+}'],
    ['/files/{rest+}', '/files/{rest+}'],
    ['/a-b_c.d~e/:x', '/a-b_c.d~e/{x}'],
  ])('%s is the route %s', (path, route) => {
    const parsed = parsePath(path)
    expect('segments' in parsed && routePath(parsed.segments)).toBe(route)
  })

  it.each([
    ['orders', "begin with '/'"],
    ['/orders//x', 'empty segment'],
    ['/orders/:id/:id', "'id' twice"],
    ['/files/*/more', 'nothing may follow'],
    ['/orders/:id?', 'optional'],
    ['/orders/:id(\\d+)', 'pattern'],
    ['/files/:name.:ext', 'mixes text and a parameter'],
    ['/orders?x=1', 'query string'],
    ['/a b', 'characters'],
  ])('%s is refused', (path, reason) => {
    expect(parsePath(path)).toMatchObject({ error: expect.stringContaining(reason) })
  })

  it('never throw, and a route reads as itself', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parsePath(text)
        if ('error' in parsed) return
        const route = routePath(parsed.segments)
        expect(parsePath(route)).toEqual(parsed)
        expect(parsePath(routeShape(parsed.segments).replaceAll('{}', '{x1}').replaceAll('{+}', '{x2+}'))).toBeDefined()
      }),
    )
  })
})

describe('the nearest known word', () => {
  it.each([
    ['evnt', 'event'],
    ['CRON', 'cron'],
    ['apii', 'api'],
    ['lambda', null],
  ])('of %s is %s', (word, found) => {
    expect(nearest(word, ['api', 'event', 'cron', 'noop'])).toBe(found)
  })

  it('is by a distance: nought only for the same, the same both ways, never more by way of a third', () => {
    const word = fc.string({ maxLength: 6 })
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b) === 0).toBe(a === b)
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c))
      }),
    )
  })
})

describe('schedules', () => {
  it.each(['0 3 * * *', '*/5 * * * *', '30 6 * * 1-5', '0 0 1,15 * MON', '0 30 6 * * *', '@daily', '@HOURLY'])(
    '%s is one',
    (cron) => {
      expect(rules({ type: 'cron', cron })).toEqual([])
    },
  )

  it.each(['61 * * * *', '* * * *', '10 * * * * *', '@reboot', 'rate(5 minutes)', '0 0 30 2 *', '', 'x y z a b'])(
    '%s is none',
    (cron) => {
      expect(rules({ type: 'cron', cron })).toEqual(['bad-cron'])
    },
  )

  it('have an IANA time zone', () => {
    expect(rules({ type: 'cron', expression: '@daily', timezone: 'Europe/Berlin' })).toEqual([])
    expect(rules({ type: 'cron', expression: '@daily', timezone: 'Berlin' })).toEqual(['bad-cron'])
  })
})

describe('infrastructure', () => {
  const event = { type: 'event', subscribes: ['x'] }
  it.each([
    [
      { handler: { ram: 128, timeout: 900 }, queue: { delaySeconds: 900, maxRetries: 0, visibilityTimeout: 43_200 } },
      [],
    ],
    [{ handler: { ram: 127 } }, ['bad-infrastructure']],
    [{ handler: { timeout: 0.5 } }, ['bad-infrastructure']],
    [{ queue: { concurrency: 1 } }, ['bad-infrastructure']],
    [{ queue: { type: 'fast' } }, ['bad-infrastructure']],
    [{ queue: { type: 'fifo', batchSize: 11, batchWindow: 1 } }, ['bad-infrastructure']],
    [{ queue: { batchSize: 11 } }, ['bad-infrastructure']],
    [{ queue: { batchSize: 11, batchWindow: 1 } }, []],
    [{ handlers: {} }, ['unknown-key']],
    ['big', ['bad-infrastructure']],
  ])('%j gives %j', (infrastructure, expected) => {
    expect(rules({ ...event, infrastructure })).toEqual(expected)
  })

  it('has no queue where a Step has none, but for the tries of a schedule', () => {
    const queued = (queue: object) => ({ infrastructure: { queue } })
    expect(rules({ type: 'cron', cron: '@daily', ...queued({ maxRetries: 1 }) })).toEqual([])
    expect(rules({ type: 'cron', cron: '@daily', ...queued({ delaySeconds: 1 }) })).toEqual(['bad-infrastructure'])
    expect(rules({ type: 'noop', ...queued({ maxRetries: 1 }) })).toEqual(['bad-infrastructure'])
  })
})

describe('what is wrong with a config', () => {
  it.each([
    [{}, ['unknown-type']],
    [{ type: 'Event', subscribes: ['x'] }, ['unknown-type']],
    [{ type: 'constructor' }, ['unknown-type']],
    [{ type: 'event' }, ['bad-value']],
    [{ type: 'event', subscribes: [3] }, ['bad-value']],
    [{ type: 'api', method: 'FETCH', path: 'x' }, ['bad-route', 'bad-route']],
    [{ type: 'api', method: 'get', path: '/x' }, []],
    [{ type: 'api', method: 'GET', path: '/x', emits: [{ label: 'x' }] }, ['bad-value']],
    [{ type: 'noop', flows: 3 }, ['bad-value']],
    [{ type: 'noop', cron: '@daily' }, ['unknown-key']],
  ])('%j gives %j', (config, expected) => {
    expect(rules(config)).toEqual(expected)
  })
})

describe('emits', () => {
  const place = { file: 'steps/a.step.ts', line: 9 }
  const code: CodeFacts = {
    ...NO_CODE,
    emits: [{ topic: 'seen', location: place }],
    unknown: [{ reason: 'who knows', location: place }],
  }
  const api = { type: 'api', method: 'GET', path: '/x' }

  it('that are stated win, and what the code emits besides is a warning', () => {
    const { step, findings } = read({ ...api, emits: ['said'] }, code)
    expect(step).toMatchObject({ emits: [{ topic: 'said', source: 'stated' }], emitsAnything: false })
    expect(findings).toMatchObject([{ rule: 'unstated-topic', topic: 'seen', location: place }])
  })

  it('that are not stated are what the code shows, or anything, with a warning', () => {
    const { step, findings } = read(api, code, 'define-step')
    expect(step).toMatchObject({ emits: [{ topic: 'seen', source: 'inferred' }], emitsAnything: true })
    expect(findings).toMatchObject([{ rule: 'unknown-topic', severity: 'warning', location: place }])
  })

  it('that are an empty list allow every topic in Motia 0.x and none in defineStep', () => {
    expect(read({ ...api, emits: [] }, code).step).toMatchObject({ emits: [{ topic: 'seen' }], emitsAnything: true })
    expect(read({ ...api, emits: [] }, code, 'define-step').step).toMatchObject({ emits: [], emitsAnything: false })
  })
})
