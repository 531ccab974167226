import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { inTransaction } from './index.ts'

it('a full disk is the reason that is given', () => {
  const db = new DatabaseSync(':memory:')
  db.exec('CREATE TABLE items (body TEXT); PRAGMA max_page_count = 4')
  const insert = db.prepare('INSERT INTO items VALUES (?)')
  expect(() => inTransaction(db, () => insert.run('x'.repeat(100_000)))).toThrow('database or disk is full')
  inTransaction(db, () => insert.run('x'))
  expect(db.prepare('SELECT body FROM items').all()).toEqual([{ body: 'x' }])
  db.close()
})
