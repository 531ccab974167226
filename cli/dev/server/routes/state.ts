import { type Context, Hono } from 'hono'
import { stateTable } from '../../../state.ts'
import type { StateGroup, StateItem, StatePage } from '../../protocol.ts'
import type { Session } from '../../session.ts'
import { notFound, RequestError } from '../errors.ts'
import { numberIn, objectIn } from '../query.ts'

/** An item of the state table, as `runtime/CONTRACT.md` lays it out, in DynamoDB's JSON. */
interface Item {
  readonly group: { readonly S: string }
  readonly key: { readonly S: string }
  readonly value: { readonly S: string }
  readonly ttl?: { readonly N: string }
  readonly version?: { readonly N: string }
}

interface Answer {
  readonly Items?: readonly Item[]
  readonly Item?: Item
  readonly Attributes?: Item
  readonly LastEvaluatedKey?: Pick<Item, 'group' | 'key'>
}

/** State: groups, their items, and changing them by hand. */
export function state(session: Session): Hono {
  const { emulator } = session
  const call = async (operation: string, input: object): Promise<Answer> => {
    const table = stateTable(emulator)
    if (!table) throw new RequestError(409, 'no Step of this app uses state, so there is no table')
    return (await emulator.dynamodb(operation, { TableName: table, ...input })) as Answer
  }
  return new Hono()
    .get('/state', async (context) =>
      // Without a Step that uses state there is no table, which is no reason for an error.
      context.json(stateTable(emulator) ? await groups(call, context.req.query('prefix') ?? '') : []),
    )
    .get('/state/:group', async (context) => {
      const { prefix = '', after, limit } = context.req.query()
      return context.json(
        await page(call, context.req.param('group'), { prefix, after, limit: numberIn(limit, 'limit', 100, 1_000) }),
      )
    })
    .get('/state/:group/:key', async (context) => {
      const { Item } = await call('GetItem', { Key: keyOf(context), ConsistentRead: true })
      if (!Item) throw notFound('state item', `${context.req.param('group')}:${context.req.param('key')}`)
      return context.json(plain(Item))
    })
    .put('/state/:group/:key', async (context) => {
      const { value, ttl } = await objectIn(context.req)
      if (value === undefined) throw new RequestError(400, 'value is missing; it may be any JSON, null too')
      if (ttl !== undefined && ttl !== null && !(Number.isInteger(ttl) && Number(ttl) > 0))
        throw new RequestError(400, 'ttl must be seconds since 1970, or null')
      const { Attributes } = await call('UpdateItem', {
        Key: keyOf(context),
        UpdateExpression: `SET #value = :value${ttl ? ', #ttl = :ttl' : ''} ADD #version :one${ttl ? '' : ' REMOVE #ttl'}`,
        ExpressionAttributeNames: { '#value': 'value', '#ttl': 'ttl', '#version': 'version' },
        ExpressionAttributeValues: {
          ':value': { S: JSON.stringify(value) },
          ':one': { N: '1' },
          ...(ttl ? { ':ttl': { N: String(ttl) } } : {}),
        },
        ReturnValues: 'ALL_NEW',
      })
      return context.json(plain(Attributes!))
    })
    .delete('/state/:group/:key', async (context) => {
      await call('DeleteItem', { Key: keyOf(context) })
      return context.json({})
    })
}

type Call = (operation: string, input: object) => Promise<Answer>

/** Scans the keys alone: a table on a developer's machine is small. */
async function groups(call: Call, prefix: string): Promise<StateGroup[]> {
  const counts = new Map<string, number>()
  let start: Answer['LastEvaluatedKey']
  do {
    const answer = await call('Scan', {
      ProjectionExpression: '#group',
      ExpressionAttributeNames: { '#group': 'group' },
      ...(start ? { ExclusiveStartKey: start } : {}),
    })
    for (const { group } of answer.Items ?? [])
      if (group.S.startsWith(prefix)) counts.set(group.S, (counts.get(group.S) ?? 0) + 1)
    start = answer.LastEvaluatedKey
  } while (start)
  return [...counts].map(([group, count]) => ({ group, count })).sort((a, b) => a.group.localeCompare(b.group))
}

async function page(
  call: Call,
  group: string,
  options: { prefix: string; after: string | undefined; limit: number },
): Promise<StatePage> {
  const { prefix, after, limit } = options
  const answer = await call('Query', {
    KeyConditionExpression: `#group = :group${prefix ? ' AND begins_with(#key, :prefix)' : ''}`,
    ExpressionAttributeNames: { '#group': 'group', ...(prefix ? { '#key': 'key' } : {}) },
    ExpressionAttributeValues: { ':group': { S: group }, ...(prefix ? { ':prefix': { S: prefix } } : {}) },
    ConsistentRead: true,
    Limit: limit,
    ...(after ? { ExclusiveStartKey: { group: { S: group }, key: { S: after } } } : {}),
  })
  return { items: (answer.Items ?? []).map(plain), next: answer.LastEvaluatedKey?.key.S ?? null }
}

const keyOf = (context: Context) => ({
  group: { S: context.req.param('group')! },
  key: { S: context.req.param('key')! },
})

const plain = (item: Item): StateItem => ({
  group: item.group.S,
  key: item.key.S,
  value: JSON.parse(item.value.S) as unknown,
  ttl: item.ttl ? Number(item.ttl.N) : null,
  version: Number(item.version?.N ?? 0),
})
