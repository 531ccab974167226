import { AwsError } from '../../errors.ts'
import type { ServiceContext } from '../../ports.ts'
import type { Call } from '../gateway/api.ts'
import { toChange } from './change.ts'
import { db, execute, type Item, type Operation, type Store, type Table, toPromise, validate } from './dynalite.ts'
import { fromDynalite } from './errors.ts'
import { createLocks } from './locks.ts'
import { itemPrefix, stage } from './staging.ts'

type Input = Readonly<Record<string, unknown>>

export type Validated = ReturnType<typeof validate>

/** One item that an operation is about. */
export interface Place {
  readonly table: Table
  readonly key: string
  /** Of the item in the whole store. */
  readonly lock: string
}

export type Written = Pick<Call, 'changed'>

/** DynamoDB's operations on dynalite's store. */
export interface Engine {
  readonly context: ServiceContext
  readonly store: Store
  /** Checks input; throws ValidationException and its like. */
  check(action: string, input: Input): Validated
  /** An operation that writes no items, as it is. */
  run(action: string, input: Input): Promise<unknown>
  table(name: string, checkStatus?: boolean): Promise<Table>
  /** Where the item of a key or a whole item is; throws ValidationException when it does not fit the table. */
  place(table: Table, item: Item, kind: 'item' | 'key'): Place
  read(place: Place): Promise<Item | undefined>
  /** Runs `work` with nobody else writing these items; what it staged is committed at once, its changes are told. */
  write<T>(
    places: readonly Place[],
    call: Written,
    work: (staged: Store, operations: Operation[]) => Promise<T>,
  ): Promise<T>
}

export function createEngine(context: ServiceContext, store: Store): Engine {
  const locks = createLocks()

  const commit = async (operations: readonly Operation[]) => {
    if (operations.length > 0) await toPromise((done) => store.db.batch(operations, done))
  }

  const read = ({ table, key }: Place) =>
    toPromise<Item | undefined>((done) => store.getItemDb(table.TableName).get(key, done))

  const check = (action: string, input: Input) => {
    try {
      return validate(store, action, input)
    } catch (thrown) {
      throw fromDynalite(thrown)
    }
  }

  return {
    context,
    store,
    read,
    check,
    async run(action, input) {
      const data = check(action, input)
      try {
        return await execute(store, action, data)
      } catch (thrown) {
        throw fromDynalite(thrown)
      }
    },
    async table(name, checkStatus = true) {
      try {
        return await toPromise<Table>((done) => store.getTable(name, checkStatus, done))
      } catch (thrown) {
        throw fromDynalite(thrown)
      }
    },
    place(table, item, kind) {
      const error = kind === 'item' ? db.validateItem(item, table) : db.validateKey(item, table)
      if (error) throw fromDynalite(error)
      const key = db.createKey(item, table)
      return { table, key, lock: itemPrefix(table.TableName) + key }
    },
    write: (places, call, work) =>
      locks.hold(
        places.map(({ lock }) => lock),
        async () => {
          const before = await Promise.all(places.map(read))
          const { store: staged, operations } = stage(store)
          let result: Awaited<ReturnType<typeof work>>
          try {
            result = await work(staged, operations)
          } catch (thrown) {
            throw fromDynalite(thrown)
          }
          await commit(operations)
          places.forEach(({ table, lock }, index) => {
            const operation = operations.find(({ key }) => key === lock)
            const after = operation?.type === 'put' ? (operation.value as Item) : undefined
            const change = operation && toChange(table, before[index], after)
            if (change !== undefined) call.changed(change)
          })
          return result
        },
      ),
  }
}

/** A write of one item with its condition: PutItem, UpdateItem, DeleteItem. */
export async function writeItem(engine: Engine, action: string, input: Input, call: Written): Promise<unknown> {
  const data = engine.check(action, input)
  const table = await engine.table(data.TableName)
  const place =
    action === 'putItem'
      ? engine.place(table, data['Item'] as Item, 'item')
      : engine.place(table, data['Key'] as Item, 'key')
  return engine.write([place], call, async (staged) => {
    try {
      return await execute(staged, action, data)
    } catch (thrown) {
      const error = fromDynalite(thrown)
      if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error
      if (input['ReturnValuesOnConditionCheckFailure'] !== 'ALL_OLD') throw error
      const existing = await engine.read(place)
      throw fromDynalite(thrown, existing && { Item: existing })
    }
  })
}
