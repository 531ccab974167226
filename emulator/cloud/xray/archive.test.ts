import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { createArchive } from './archive.ts'

it('what a full disk keeps from being written is told once, and written when there is room', () => {
  const db = new DatabaseSync(':memory:')
  const told: string[] = []
  const size = { of: 100 }
  const archive = createArchive(
    db,
    'xray_traces',
    () => ({ start: 1, body: 'x'.repeat(size.of) }),
    (message) => told.push(message),
  )
  db.exec('PRAGMA max_page_count = 4')
  size.of = 100_000
  for (const traceId of ['a', 'b']) {
    archive.changed(traceId)
    archive.flush()
  }
  expect(told).toEqual(['traces cannot be kept: database or disk is full'])
  expect(archive.load()).toEqual([])
  db.exec('PRAGMA max_page_count = 1000')
  archive.changed('c')
  archive.flush()
  expect(
    archive
      .load()
      .map(({ traceId }) => traceId)
      .sort(),
  ).toEqual(['a', 'b', 'c'])
  db.close()
})
