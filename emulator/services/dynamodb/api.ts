import { AwsError } from '../../errors.ts'
import type { Api, Call, Permission } from '../gateway/api.ts'
import type { MemberTypes } from '../gateway/members.ts'
import { batchWriteItem } from './batch-write.ts'
import { type Engine, writeItem } from './engine.ts'
import { leadingKeys, queriedKey } from './leading-keys.ts'
import { createTable, updateTable } from './tables.ts'
import { describeTimeToLive, type TimeToLive, updateTimeToLive } from './time-to-live.ts'
import type { Tokens } from './tokens.ts'
import { transactGetItems } from './transact-get.ts'
import { transactWriteItems } from './transact-write.ts'

type Input = Readonly<Record<string, unknown>>

const MEMBERS: MemberTypes = {
  TableName: 'string',
  IndexName: 'string',
  ResourceArn: 'string',
  ClientRequestToken: 'string',
  TimeToLiveSpecification: 'structure',
  StreamSpecification: 'structure',
  RequestItems: 'structure',
  Put: 'structure',
  Update: 'structure',
  Delete: 'structure',
  ConditionCheck: 'structure',
  Get: 'structure',
  TransactItems: 'structures',
  GlobalSecondaryIndexUpdates: 'structures',
}

/** What dynalite does by itself. */
const FORWARDED = [
  'BatchGetItem',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
]

const lowerFirst = (name: string) => name[0]!.toLowerCase() + name.slice(1)

/** DynamoDB on the wire: AWS JSON 1.0. */
export function dynamodbApi(engine: Engine, ttl: TimeToLive, tokens: Tokens): Api {
  const forwarded = FORWARDED.map((name) => [name, (input: Input) => engine.run(lowerFirst(name), input)] as const)
  const written = ['PutItem', 'UpdateItem', 'DeleteItem'].map(
    (name) => [name, (input: Input, call: Call) => writeItem(engine, lowerFirst(name), input, call)] as const,
  )
  return {
    service: 'dynamodb',
    json: { target: 'DynamoDB_20120810', version: '1.0', namespace: 'com.amazonaws.dynamodb.v20120810' },
    members: MEMBERS,
    permissions: (action, input) => permissions(engine, action, input),
    actions: {
      ...Object.fromEntries(forwarded),
      ...Object.fromEntries(written),
      BatchWriteItem: (input: Input, call: Call) => batchWriteItem(engine, input, call),
      CreateTable: createTableAction(engine),
      DeleteTable: deleteTableAction(engine, ttl),
      DescribeTimeToLive: describeTimeToLive(engine, ttl),
      TransactGetItems: transactGetItems(engine),
      TransactWriteItems: transactWriteItems(engine, tokens),
      UpdateTable: updateTableAction(engine),
      UpdateTimeToLive: updateTimeToLive(engine, ttl),
    },
  }
}

const createTableAction = (engine: Engine) => (input: Input) => createTable(engine, input)

const updateTableAction = (engine: Engine) => (input: Input) => updateTable(engine, input)

const deleteTableAction = (engine: Engine, ttl: TimeToLive) => async (input: Input) => {
  const answer = await engine.run('deleteTable', input)
  ttl.set(String(input['TableName']), undefined)
  return answer
}

const IN_TRANSACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
async function permissions(engine: Engine, action: string, input: Input): Promise<readonly Permission[]> {
  const { region, account } = engine.context
  const arn = (table: unknown) => `arn:aws:dynamodb:${region}:${account}:table/${String(table)}`
  const name = `dynamodb:${action}`
  if (action === 'ListTables') return [{ action: name, resource: '*' }]
  if (typeof input['ResourceArn'] === 'string') return [{ action: name, resource: input['ResourceArn'] }]
  if (action.startsWith('Batch')) {
    return Promise.all(
      Object.entries(input['RequestItems'] ?? {}).map(async ([table, request]) => ({
        action: name,
        resource: arn(table),
        ...(await leadingKeys(engine, { table, items: itemsOfBatch(request) })),
      })),
    )
  }
  if (action.startsWith('Transact')) {
    const entries = (input['TransactItems'] ?? []) as readonly Readonly<Record<string, Input | null>>[]
    return Promise.all(
      entries
        .flatMap((entry) => Object.entries(entry))
        .map(async ([kind, operation]) => ({
          action: `dynamodb:${IN_TRANSACTIONS[kind] ?? kind}`,
          resource: arn(operation?.['TableName']),
          ...(await leadingKeys(engine, {
            table: operation?.['TableName'],
            items: [operation?.['Key'] ?? operation?.['Item']],
          })),
        })),
    )
  }
  const { TableName: table, IndexName: index } = input
  if (typeof table === 'string' && table.startsWith('arn:')) {
    throw new AwsError('ValidationException', `the emulator takes a table's name, not its ARN: ${table}`)
  }
  const items = [action === 'Query' ? queriedKey(engine, input) : (input['Key'] ?? input['Item'])]
  return [
    {
      action: name,
      resource: index === undefined ? arn(table) : `${arn(table)}/index/${String(index)}`,
      ...(await leadingKeys(engine, { table, index, items })),
    },
  ]
}

/** Of BatchGetItem `{ Keys }`, of BatchWriteItem `[{ PutRequest: { Item } }, { DeleteRequest: { Key } }]`. */
function itemsOfBatch(request: unknown): readonly unknown[] {
  if (!Array.isArray(request)) return [(request as Input | null)?.['Keys']].flat()
  return (request as readonly Readonly<Record<string, Input | null>>[]).flatMap((entry) =>
    Object.values(entry ?? {}).map((one) => one?.['Item'] ?? one?.['Key']),
  )
}
