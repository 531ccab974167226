import { setImmediate as turn } from 'node:timers/promises'
import { AwsError } from '../../errors.ts'
import { type Store, type Table, toPromise } from './dynalite.ts'
import type { Engine } from './engine.ts'
import { TableChangeError, validation } from './errors.ts'

export interface TableDefinition {
  readonly TableName: string
  readonly [key: string]: unknown
}

/** Creates a table and waits until it can be used; a table that is there with the same keys and indexes stays as it is. */
export async function putTable(engine: Engine, definition: TableDefinition): Promise<Table> {
  const existing = await find(engine, definition.TableName)
  if (existing !== undefined) {
    checkSame(existing, definition)
    return existing
  }
  await createTable(engine, definition)
  for (;;) {
    const table = await find(engine, definition.TableName)
    if (table?.TableStatus === 'ACTIVE') return table
    await turn()
  }
}

export async function createTable(engine: Engine, definition: Readonly<Record<string, unknown>>): Promise<unknown> {
  checkStream(definition)
  return engine.run('createTable', definition)
}

/** Changes a table's throughput and billing, which have no effect here; indexes it cannot change. */
export async function updateTable(engine: Engine, input: Readonly<Record<string, unknown>>): Promise<unknown> {
  checkStream(input)
  const updates = (input['GlobalSecondaryIndexUpdates'] ?? []) as readonly {
    readonly Create?: object
    readonly Delete?: object
  }[]
  if (updates.some(({ Create, Delete }) => Create ?? Delete)) {
    throw validation("the emulator cannot add or remove a table's indexes: make the table anew")
  }
  return engine.run('updateTable', input)
}

function checkStream(definition: Readonly<Record<string, unknown>>): void {
  const stream = definition['StreamSpecification'] as { readonly StreamEnabled?: boolean } | undefined
  // A template's StreamSpecification has no StreamEnabled: that it is there says so.
  if (stream !== undefined && stream.StreamEnabled !== false) {
    throw validation('the emulator has no DynamoDB Streams: leave StreamSpecification out of what is run locally')
  }
}

/** Deletes a table and waits until it is gone. */
export async function deleteTable(engine: Engine, name: string): Promise<void> {
  await engine.run('deleteTable', { TableName: name })
  while ((await find(engine, name)) !== undefined) await turn()
}

/** Undefined when there is no such table. */
export async function find(engine: Engine, name: string): Promise<Table | undefined> {
  try {
    return await engine.table(name, false)
  } catch (thrown) {
    if (thrown instanceof AwsError && thrown.code === 'ResourceNotFoundException') return undefined
    throw thrown
  }
}

/** What cannot be changed without making the table anew, which would lose its items. */
function checkSame(table: Table, definition: TableDefinition): void {
  const shape = (source: Readonly<Record<string, unknown>>) => {
    const keys = source['KeySchema']
    const indexes = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'].flatMap((kind) =>
      ((source[kind] ?? []) as readonly Readonly<Record<string, unknown>>[]).map((index) =>
        JSON.stringify([kind, index['IndexName'], sorted(index['KeySchema'])]),
      ),
    )
    return JSON.stringify([sorted(keys), indexes.sort()])
  }
  if (shape(table as unknown as Readonly<Record<string, unknown>>) !== shape(definition)) {
    throw new TableChangeError(definition.TableName)
  }
}

const sorted = (schema: unknown) =>
  ((schema ?? []) as Table['KeySchema']).map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).sort()

/** A process that was killed while a table was made or deleted left it between two states. */
export async function recoverTables(store: Store, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const table = await toPromise<Table>((done) => store.getTable(name, false, done))
    if (table.TableStatus === 'DELETING') await toPromise((done) => store.tableDb.del(name, done))
    if (table.TableStatus !== 'CREATING' && table.TableStatus !== 'UPDATING') continue
    table.TableStatus = 'ACTIVE'
    for (const index of table.GlobalSecondaryIndexes ?? []) index.IndexStatus = 'ACTIVE'
    await toPromise((done) => store.tableDb.put(name, table, done))
  }
}
