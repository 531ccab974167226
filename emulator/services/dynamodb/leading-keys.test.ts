import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { asRole, testServices } from '../fixture.ts'

const TableName = 'streams'
const keyOf = (group: string) => ({ group: { S: group }, key: { S: 'k' } })

/** A client whose role may do everything with the groups that begin with `mine:`. */
async function setUp(operator = 'ForAllValues:StringLike') {
  const services = await testServices()
  await services.dynamodb.putTable({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['group', 'key', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'group', KeyType: 'HASH' },
      { AttributeName: 'key', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-kind',
        KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  })
  const statement = {
    Effect: 'Allow',
    Action: 'dynamodb:*',
    Resource: '*',
    Condition: { [operator]: { 'dynamodb:LeadingKeys': ['mine:*'] } },
  } as const
  return new DynamoDBClient(asRole(services, [statement]))
}

const query = (input: Partial<QueryCommandInput>) => new QueryCommand({ TableName, ...input })
const condition = (value: string) => ({ ComparisonOperator: 'EQ' as const, AttributeValueList: [{ S: value }] })

const calls: readonly (readonly [name: string, call: (client: DynamoDBClient, group: string) => Promise<unknown>])[] = [
  ['GetItem', (client, group) => client.send(new GetItemCommand({ TableName, Key: keyOf(group) }))],
  ['PutItem', (client, group) => client.send(new PutItemCommand({ TableName, Item: keyOf(group) }))],
  ['UpdateItem', (client, group) => client.send(new UpdateItemCommand({ TableName, Key: keyOf(group) }))],
  ['DeleteItem', (client, group) => client.send(new DeleteItemCommand({ TableName, Key: keyOf(group) }))],
  [
    'Query by an expression',
    (client, group) =>
      client.send(
        query({
          KeyConditionExpression: '#g = :g AND begins_with(#k, :k)',
          ExpressionAttributeNames: { '#g': 'group', '#k': 'key' },
          ExpressionAttributeValues: { ':g': { S: group }, ':k': { S: 'subscription:' } },
        }),
      ),
  ],
  ['Query by conditions', (client, group) => client.send(query({ KeyConditions: { group: condition(group) } }))],
  [
    'Query of an index',
    (client, group) => client.send(query({ IndexName: 'by-kind', KeyConditions: { kind: condition(group) } })),
  ],
  [
    'BatchGetItem',
    (client, group) =>
      client.send(
        new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [keyOf('mine:0'), keyOf(group)] } } }),
      ),
  ],
  [
    'BatchWriteItem',
    (client, group) =>
      client.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [TableName]: [{ PutRequest: { Item: keyOf('mine:0') } }, { DeleteRequest: { Key: keyOf(group) } }],
          },
        }),
      ),
  ],
  [
    'TransactGetItems',
    (client, group) =>
      client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: keyOf(group) } }] })),
  ],
  [
    'TransactWriteItems',
    (client, group) =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item: keyOf('mine:0') } }, { Delete: { TableName, Key: keyOf(group) } }],
        }),
      ),
  ],
]

describe('a role that may touch the groups of one stream', () => {
  test.each(calls)('%s touches those and no others', async (_, call) => {
    const client = await setUp()
    await expect(call(client, 'mine:1')).resolves.toBeDefined()
    await expect(call(client, 'others:1')).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })

  test('a Scan names no key: whether it may depends on the operator', async () => {
    const scan = new ScanCommand({ TableName })
    await expect((await setUp()).send(scan)).resolves.toBeDefined()
    await expect((await setUp('ForAnyValue:StringLike')).send(scan)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
  })
})
