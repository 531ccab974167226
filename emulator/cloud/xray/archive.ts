import type { DatabaseSync } from 'node:sqlite'

/** Keeps things on disk by their trace's id, so that a restart does not forget them. */
export interface TraceArchive {
  changed(traceId: string): void
  /** The oldest first. */
  load(): { readonly traceId: string; readonly body: unknown }[]
  flush(): void
}

/** What is written of a trace: when it began, and its JSON. */
export interface Entry {
  readonly start: number
  readonly body: unknown
}

const flushDelay = 300
const kept = 300

/**
 * @param entry what there is to write of a trace now; undefined when it is forgotten
 * @param failed hears, once, why nothing can be written, as on a full disk; it is tried again with the next change
 */
export function createArchive(
  db: DatabaseSync,
  table: 'trace_flows' | 'xray_traces',
  entry: (traceId: string) => Entry | undefined,
  failed: (message: string) => void,
): TraceArchive {
  db.exec(
    `CREATE TABLE IF NOT EXISTS ${table} (trace_id TEXT PRIMARY KEY, start REAL NOT NULL, body TEXT NOT NULL) STRICT`,
  )
  const save = db.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?)`)
  const forget = db.prepare(
    `DELETE FROM ${table} WHERE trace_id NOT IN (SELECT trace_id FROM ${table} ORDER BY start DESC LIMIT ?)`,
  )
  const dirty = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  let told = false

  const write = (): void => {
    db.exec('SAVEPOINT traces')
    // Of a flood of traces only the newest are worth the time.
    for (const traceId of [...dirty].slice(-kept)) {
      const found = entry(traceId)
      if (found) save.run(traceId, found.start, JSON.stringify(found.body))
    }
    forget.run(kept)
    db.exec('RELEASE traces')
  }

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (dirty.size === 0 || !db.isOpen) return
    try {
      write()
      dirty.clear()
      told = false
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      if (!told) failed(`traces cannot be kept: ${(error as Error).message}`)
      told = true
    }
  }

  return {
    flush,
    changed(traceId) {
      dirty.add(traceId)
      timer ??= setTimeout(flush, flushDelay).unref()
    },
    load() {
      const rows = db.prepare(`SELECT trace_id, body FROM ${table} ORDER BY start`).all() as {
        trace_id: string
        body: string
      }[]
      return rows.map(({ trace_id: traceId, body }) => ({ traceId, body: JSON.parse(body) as unknown }))
    },
  }
}
