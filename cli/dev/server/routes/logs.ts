import { Hono } from 'hono'
import type { LogFilter } from '../../../../emulator/index.ts'
import type { Session } from '../../session.ts'
import { numberIn } from '../query.ts'

/** Log lines, oldest first. */
export function logs(session: Session): Hono {
  return new Hono().get('/logs', (context) => {
    const { step, level, traceId, text, since, limit } = context.req.query()
    const given = Object.entries({ step, level, traceId, text }).filter(([, value]) => value)
    const filter: LogFilter = {
      ...Object.fromEntries(given),
      since: numberIn(since, 'since', 0),
      limit: numberIn(limit, 'limit', 500, 5_000),
    }
    return context.json(session.emulator.logs(filter))
  })
}
