import { join } from 'node:path'
import { db, type Store } from './dynalite.ts'
import { DirectoryInUseError } from './errors.ts'

/** Opens `<directory>/dynamodb`, or a store in memory. LevelDB locks the folder: one emulator at a time. */
export async function openStore(directory: string | undefined): Promise<Store> {
  const path = directory === undefined ? {} : { path: join(directory, 'dynamodb') }
  const store = db.create({ ...path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  try {
    await store.db.open()
  } catch (cause) {
    const reason = (cause as { readonly cause?: { readonly code?: string } }).cause?.code
    throw reason === 'LEVEL_LOCKED' ? new DirectoryInUseError(directory ?? '', cause) : cause
  }
  return store
}
