import type { TransactWriteItemsInput } from '@aws-sdk/client-dynamodb'
import { AwsError } from '../../errors.ts'
import type { Wire } from '../gateway/wire.ts'
import { db, execute, type Item, type Operation, type Store } from './dynalite.ts'
import type { Engine, Place, Validated, Written } from './engine.ts'
import { fromDynalite, validation } from './errors.ts'
import type { Tokens } from './tokens.ts'

const LARGEST_COUNT = 100
/** Bytes of all items together. */
const LARGEST_SIZE = 4 * 1024 * 1024

type Entry = NonNullable<Wire<TransactWriteItemsInput>['TransactItems']>[number]

interface Step {
  readonly kind: keyof typeof ACTIONS
  readonly data: Validated
  readonly place: Place
  readonly returnsOld: boolean
}

/** A condition alone is checked as a deletion that is not done. */
const ACTIONS = { Put: 'putItem', Update: 'updateItem', Delete: 'deleteItem', ConditionCheck: 'deleteItem' } as const

interface Reason {
  readonly Code: string
  readonly Message?: string
  readonly Item?: Item | undefined
}

/** All or nothing, in one atomic batch. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export const transactWriteItems =
  (engine: Engine, tokens: Tokens) =>
  async (input: Wire<TransactWriteItemsInput>, call: Written): Promise<unknown> => {
    const entries = input.TransactItems ?? []
    if (entries.length === 0 || entries.length > LARGEST_COUNT) {
      throw validation(
        `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length from 1 to ${LARGEST_COUNT}, not ${entries.length}`,
      )
    }
    const steps = await Promise.all(entries.map((entry) => toStep(engine, entry)))
    const places = steps.map(({ place }) => place)
    if (new Set(places.map(({ lock }) => lock)).size < places.length) {
      throw validation('Transaction request cannot include multiple operations on one item')
    }
    return engine.write(places, call, async (staged, operations) => {
      const token = input.ClientRequestToken
      if (token !== undefined && (await tokens.isRepeated(token, entries))) return {}
      const reasons: Reason[] = []
      for (const step of steps) reasons.push(await attempt(engine, step, staged, operations))
      if (reasons.some(({ Code }) => Code !== 'None')) throw canceled(reasons)
      if (sizeOf(operations) > LARGEST_SIZE) throw validation('Transaction payload size cannot exceed 4 MB')
      if (token !== undefined) operations.push(tokens.note(token, entries))
      return {}
    })
  }

async function toStep(engine: Engine, entry: Entry): Promise<Step> {
  const kinds = (Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]).filter((kind) => entry[kind] !== undefined)
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1) {
    throw validation('TransactItems can only contain one of ConditionCheck, Put, Update or Delete')
  }
  const { ReturnValuesOnConditionCheckFailure: returns, ...input } = entry[kind]!
  if (kind === 'ConditionCheck' && !input.ConditionExpression) {
    throw validation(
      "1 validation error detected: Value null at 'conditionExpression' failed to satisfy constraint: Member must not be null",
    )
  }
  const data = engine.check(ACTIONS[kind], input)
  const table = await engine.table(data.TableName)
  const place =
    kind === 'Put' ? engine.place(table, data['Item'] as Item, 'item') : engine.place(table, data['Key'] as Item, 'key')
  return { kind, data, place, returnsOld: returns === 'ALL_OLD' }
}

async function attempt(engine: Engine, step: Step, staged: Store, operations: Operation[]): Promise<Reason> {
  const before = operations.length
  try {
    await execute(staged, ACTIONS[step.kind], step.data)
    if (step.kind === 'ConditionCheck') operations.splice(before)
    return { Code: 'None' }
  } catch (thrown) {
    const error = fromDynalite(thrown)
    if (!(error instanceof AwsError)) throw error
    if (error.code === 'ConditionalCheckFailedException') {
      const Item = step.returnsOld ? await engine.read(step.place) : undefined
      return { Code: 'ConditionalCheckFailed', Message: error.message, ...(Item && { Item }) }
    }
    return { Code: error.code.replace(/Exception$/, 'Error'), Message: error.message }
  }
}

function canceled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ')
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  )
}

const sizeOf = (operations: readonly Operation[]) =>
  operations
    .filter(({ type, key }) => type === 'put' && key.startsWith('item-'))
    .reduce((sum, { value }) => sum + db.itemSize(value as Item), 0)
