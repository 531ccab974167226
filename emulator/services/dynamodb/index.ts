import type { DynamoDbPort, ServiceContext } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Api } from '../gateway/api.ts'
import { perform } from '../gateway/perform.ts'
import { dynamodbApi } from './api.ts'
import type { Store } from './dynalite.ts'
import { createEngine } from './engine.ts'
import { deleteTable, putTable, recoverTables } from './tables.ts'
import { createTimeToLive } from './time-to-live.ts'
import { createTokens } from './tokens.ts'

export { openStore } from './store.ts'

export interface DynamoDb {
  readonly port: DynamoDbPort
  readonly api: Api
  stop(): Promise<void>
}

/**
 * Amazon DynamoDB: dynalite's store and actions, with transactions, time to live and what newer APIs return in front.
 * LevelDB hands each batch to the operating system before it answers, so a killed process loses nothing that was
 * acknowledged.
 */
export async function createDynamoDb(context: ServiceContext, access: Access, store: Store): Promise<DynamoDb> {
  store.tableDb.awsAccountId = context.account
  store.tableDb.awsRegion = context.region
  const engine = createEngine(context, store)
  const { TableNames: names } = (await engine.run('listTables', {})) as { readonly TableNames: readonly string[] }
  await recoverTables(store, names)

  const tokens = createTokens(store, context.clock)
  const ttl = createTimeToLive(
    engine,
    (change) =>
      context.observe({
        kind: 'call',
        time: context.clock.now(),
        duration: 0,
        service: 'dynamodb',
        action: 'DeleteItem',
        principal: { type: 'service', service: 'dynamodb.amazonaws.com' },
        change,
      }),
    tokens.sweep,
  )
  const api = dynamodbApi(engine, ttl, tokens)

  return {
    api,
    port: {
      putTable: async (definition) => ({ arn: (await putTable(engine, definition)).TableArn }),
      setTimeToLive: ttl.set,
      async deleteTable(name) {
        await deleteTable(engine, name)
        ttl.set(name, undefined)
      },
      call: (operation, input) =>
        perform(
          api,
          operation,
          input,
          { principal: { type: 'owner' }, signal: new AbortController().signal },
          { access, context },
        ),
    },
    stop: ttl.stop,
  }
}
