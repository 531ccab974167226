import type { DatabaseSync } from 'node:sqlite'
import type { Span } from '../../model.ts'
import type { Flow } from './flow.ts'

/** Keeps flows on disk, so that a restart does not forget them. */
export interface TraceArchive {
  changed(traceId: string): void
  load(): Flow[]
  flush(): void
}

const flushDelay = 300
const kept = 300

export function createArchive(db: DatabaseSync, flows: () => ReadonlyMap<string, Flow>): TraceArchive {
  db.exec(
    'CREATE TABLE IF NOT EXISTS trace_flows (trace_id TEXT PRIMARY KEY, start REAL NOT NULL, body TEXT NOT NULL) STRICT',
  )
  const save = db.prepare('INSERT OR REPLACE INTO trace_flows VALUES (?, ?, ?)')
  const forget = db.prepare(
    'DELETE FROM trace_flows WHERE trace_id NOT IN (SELECT trace_id FROM trace_flows ORDER BY start DESC LIMIT ?)',
  )
  const dirty = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (dirty.size === 0 || !db.isOpen) return
    const known = flows()
    db.exec('SAVEPOINT traces')
    // Of a flood of flows only the newest are worth the time.
    for (const traceId of [...dirty].slice(-kept)) {
      const flow = known.get(traceId)
      if (flow)
        save.run(traceId, firstStart(flow), JSON.stringify({ spans: [...flow.spans.values()], changes: flow.changes }))
    }
    forget.run(kept)
    db.exec('RELEASE traces')
    dirty.clear()
  }

  return {
    flush,
    changed(traceId) {
      dirty.add(traceId)
      timer ??= setTimeout(flush, flushDelay).unref()
    },
    load() {
      const rows = db.prepare('SELECT trace_id, body FROM trace_flows ORDER BY start').all() as {
        trace_id: string
        body: string
      }[]
      return rows.map(({ trace_id: traceId, body }) => {
        const { spans, changes } = JSON.parse(body) as { spans: Span[]; changes: Flow['changes'] }
        return { traceId, changes, spans: new Map(spans.map((span) => [span.id, interrupted(span)])) }
      })
    },
  }
}

function firstStart(flow: Flow): number {
  let first = Number.POSITIVE_INFINITY
  for (const { start } of flow.spans.values()) first = Math.min(first, start)
  return first
}

/** What ran when the emulator ended did not end well. */
function interrupted(span: Span): Span {
  if (span.end !== undefined) return span
  return {
    ...span,
    end: span.start,
    status: 'error',
    error: { type: 'Interrupted', message: 'the emulator ended while this ran' },
  }
}
