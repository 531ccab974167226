import type {
  DescribeTimeToLiveInput,
  DescribeTimeToLiveOutput,
  UpdateTimeToLiveInput,
  UpdateTimeToLiveOutput,
} from '@aws-sdk/client-dynamodb'
import type { Change } from '../gateway/api.ts'
import { execute, type Item } from './dynalite.ts'
import type { Engine } from './engine.ts'
import { validation } from './errors.ts'
import { find } from './tables.ts'

/** AWS deletes within a few days; here within an hour. Readers must compare the time themselves. */
const PERIOD = 60 * 60_000

/** Items that expired longer ago are left alone. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
const LONGEST_PAST = 5 * 365 * 24 * 3600

/** Deletes items whose time has come, late. */
export interface TimeToLive {
  set(table: string, attribute: string | undefined): void
  attribute(table: string): string | undefined
  stop(): Promise<void>
}

export function createTimeToLive(
  engine: Engine,
  deleted: (change: Change) => void,
  afterSweep: () => Promise<void>,
): TimeToLive {
  const { db, clock } = engine.context
  db.exec('CREATE TABLE IF NOT EXISTS dynamodb_ttl (name TEXT PRIMARY KEY, attribute TEXT NOT NULL) STRICT')
  const save = db.prepare('INSERT OR REPLACE INTO dynamodb_ttl (name, attribute) VALUES (?, ?)')
  const erase = db.prepare('DELETE FROM dynamodb_ttl WHERE name = ?')
  const attributes = new Map<string, string>()
  for (const row of db.prepare('SELECT name, attribute FROM dynamodb_ttl').all()) {
    attributes.set(String(row['name']), String(row['attribute']))
  }

  const isExpired = (item: Item | undefined, attribute: string) => {
    const time = Number(item?.[attribute]?.['N'])
    const now = clock.now() / 1000
    return time <= now && time > now - LONGEST_PAST
  }

  const sweepTable = async (name: string, attribute: string) => {
    const table = await find(engine, name)
    if (table === undefined) return
    for await (const item of engine.store.getItemDb(name).createValueStream()) {
      if (!isExpired(item, attribute)) continue
      const place = engine.place(table, item, 'item')
      const keys = table.KeySchema.map(({ AttributeName: key }) => [key, item[key]])
      const data = engine.check('deleteItem', { TableName: name, Key: Object.fromEntries(keys) })
      await engine.write([place], { changed: deleted }, async (staged) => {
        // It may have been written anew since.
        if (isExpired(await engine.read(place), attribute)) await execute(staged, 'deleteItem', data)
      })
    }
  }

  let sweeping = Promise.resolve()
  const sweep = async () => {
    for (const [name, attribute] of attributes) await sweepTable(name, attribute)
    await afterSweep()
  }
  let cancel = () => {}
  const schedule = () => {
    cancel = clock.at(clock.now() + PERIOD, () => {
      sweeping = sweeping.then(sweep)
      schedule()
    })
  }
  schedule()

  return {
    attribute: (table) => attributes.get(table),
    set(table, attribute) {
      if (attribute === undefined) {
        attributes.delete(table)
        erase.run(table)
      } else {
        attributes.set(table, attribute)
        save.run(table, attribute)
      }
    },
    async stop() {
      cancel()
      await sweeping
    },
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export const updateTimeToLive = (engine: Engine, ttl: TimeToLive) => async (input: UpdateTimeToLiveInput) => {
  const { TableName: name } = await engine.table(input.TableName ?? '')
  const { Enabled: enabled, AttributeName: attribute } = input.TimeToLiveSpecification ?? {}
  if (enabled === undefined || !attribute)
    throw validation('TimeToLiveSpecification must have Enabled and AttributeName')
  const current = ttl.attribute(name)
  if (enabled && current !== undefined) throw validation('TimeToLive is already enabled')
  if (!enabled && current === undefined) throw validation('TimeToLive is already disabled')
  ttl.set(name, enabled ? attribute : undefined)
  return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } } satisfies UpdateTimeToLiveOutput
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export const describeTimeToLive = (engine: Engine, ttl: TimeToLive) => async (input: DescribeTimeToLiveInput) => {
  const { TableName: name } = await engine.table(input.TableName ?? '')
  const attribute = ttl.attribute(name)
  const description =
    attribute === undefined
      ? ({ TimeToLiveStatus: 'DISABLED' } as const)
      : ({ TimeToLiveStatus: 'ENABLED', AttributeName: attribute } as const)
  return { TimeToLiveDescription: description } satisfies DescribeTimeToLiveOutput
}
