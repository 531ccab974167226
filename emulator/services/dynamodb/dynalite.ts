import { createRequire } from 'node:module'

/**
 * The parts of dynalite that are used here: its validations and actions, called in-process on its store. It has no types
 * and exports its files as they are; the version is pinned.
 */
export type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export type Done<T = unknown> = (error?: unknown, value?: T) => void

export interface Operation {
  readonly type: 'put' | 'del'
  readonly key: string
  readonly value?: unknown
}

/** A part of the store: the items of a table, or of an index. */
export interface Part {
  get(key: string, done: Done<Item>): void
  put(key: string, value: unknown, done: Done): void
  del(key: string, done: Done): void
  lock(key: string, run: (release: (done: Done) => Done) => void): void
  createValueStream(options?: object): AsyncIterable<Item>
}

export interface Table {
  readonly TableName: string
  readonly TableArn: string
  TableStatus: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING'
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[]
  readonly GlobalSecondaryIndexes?: readonly (Index & { IndexStatus?: string })[]
  readonly LocalSecondaryIndexes?: readonly Index[]
}

interface Index extends Pick<Table, 'KeySchema'> {
  readonly IndexName: string
}

export interface Store {
  readonly options: object
  readonly db: {
    open(): Promise<void>
    get(key: string, done: Done): void
    put(key: string, value: unknown, done: Done): void
    del(key: string, done: Done): void
    batch(operations: readonly Operation[], done: Done): void
    keys(options: object): AsyncIterable<string>
  }
  readonly tableDb: Part & { awsAccountId: string; awsRegion: string }
  readonly lifecycleManager: { gracefulClose(): Promise<void> }
  getItemDb(table: string): Part
  getIndexDb(type: string, table: string, index: string): Part
  getTable(name: string, checkStatus: boolean, done: Done<Table>): void
}

interface Db {
  create(options: object): Store
  createKey(item: Item, table: Table): string
  /** Undefined when the item (or key) fits the table, else the error. */
  validateItem(item: Item, table: Table): unknown
  validateKey(key: Item, table: Table): unknown
  itemSize(item: Item): number
}

type Data = Readonly<Record<string, unknown>> & { readonly TableName: string }

interface Validations {
  checkTypes(data: object, types: object): Data
  checkValidations(data: Data, types: object, custom: unknown, store: Store): void
}

type Action = (store: Store, data: Data, done: Done) => void

const require = createRequire(import.meta.url)

export const db: Db = require('dynalite/db')

const validations: Validations = require('dynalite/validations')

/** Checks an action's input as DynamoDB does, and parses its expressions. Throws dynalite's errors. */
export function validate(store: Store, action: string, input: object): Data {
  const { types, custom } = require(`dynalite/validations/${action}`) as { types: object; custom: unknown }
  // It deletes what it does not know from what it is given.
  const data = validations.checkTypes(structuredClone(input), types)
  validations.checkValidations(data, types, custom, store)
  return data
}

/** Runs an action on validated input. Rejects with dynalite's errors. */
export function execute(store: Store, action: string, data: Data): Promise<unknown> {
  const run: Action = require(`dynalite/actions/${action}`)
  return toPromise((done) => run(store, data, done))
}

export function toPromise<T>(start: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value as T)))
  })
}
