import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { expect, test, vi } from 'vitest'
import { asRole, clientOptions, testServices } from '../fixture.ts'

const TableName = 'state'
const definition = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: [
    { AttributeName: 'group', AttributeType: 'S' as const },
    { AttributeName: 'key', AttributeType: 'S' as const },
    { AttributeName: 'kind', AttributeType: 'S' as const },
  ],
  KeySchema: [
    { AttributeName: 'group', KeyType: 'HASH' as const },
    { AttributeName: 'key', KeyType: 'RANGE' as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-kind',
      KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
}

const keyOf = (key: string) => ({ group: { S: 'order' }, key: { S: key } })
const item = (key: string, value: unknown, more = {}) => ({
  ...keyOf(key),
  value: { S: JSON.stringify(value) },
  ...more,
})

async function setUp() {
  const services = await testServices()
  await services.dynamodb.putTable(definition)
  const client = new DynamoDBClient(clientOptions(services))
  const get = async (key: string) => (await client.send(new GetItemCommand({ TableName, Key: keyOf(key) }))).Item
  return { ...services, client, get }
}

test('items are written, read, queried; the observer sees the value before and after', async () => {
  const { client, get, activities } = await setUp()
  await client.send(new PutItemCommand({ TableName, Item: item('1', { total: 1 }, { kind: { S: 'a' } }) }))
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: keyOf('1'),
      UpdateExpression: 'SET #v = :v ADD version :one',
      ExpressionAttributeNames: { '#v': 'value' },
      ExpressionAttributeValues: { ':v': { S: '{"total":2}' }, ':one': { N: '1' } },
    }),
  )
  expect(await get('1')).toEqual(item('1', { total: 2 }, { kind: { S: 'a' }, version: { N: '1' } }))
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'by-kind',
      KeyConditionExpression: 'kind = :k',
      ExpressionAttributeValues: { ':k': { S: 'a' } },
    }),
  )
  expect(Items).toHaveLength(1)
  await client.send(new DeleteItemCommand({ TableName, Key: keyOf('1') }))
  const key = { group: 'order', key: '1' }
  expect(activities.flatMap(({ change }) => change ?? [])).toEqual([
    { table: TableName, key, before: null, after: { total: 1 } },
    { table: TableName, key, before: { total: 1 }, after: { total: 2 } },
    { table: TableName, key, before: { total: 2 }, after: null },
  ])
})

test('a failed condition returns the item when asked to', async () => {
  const { client } = await setUp()
  await client.send(new PutItemCommand({ TableName, Item: item('1', 'there') }))
  const put = (more: object) =>
    client.send(
      new PutItemCommand({
        TableName,
        Item: item('1', 'new'),
        ConditionExpression: 'attribute_not_exists(#k)',
        ExpressionAttributeNames: { '#k': 'key' },
        ...more,
      }),
    )
  await expect(put({})).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' })
  await expect(put({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
    Item: item('1', 'there'),
  })
})

test('a transaction does all or nothing, and says why not', async () => {
  const { client, get } = await setUp()
  await client.send(new PutItemCommand({ TableName, Item: item('stock', 1, { left: { N: '1' } }) }))
  const order = (id: string) =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: item(id, 'ordered', { kind: { S: 'order' } }) } },
          {
            Update: {
              TableName,
              Key: keyOf('stock'),
              UpdateExpression: 'SET #left = #left - :one',
              ConditionExpression: '#left >= :one',
              ExpressionAttributeNames: { '#left': 'left' },
              ExpressionAttributeValues: { ':one': { N: '1' } },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
      }),
    )
  await order('1')
  const refused = await order('2').catch((error: unknown) => error)
  expect(refused).toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { left: { N: '0' } } }],
  })
  expect(await get('2')).toBeUndefined()
  const { Responses } = await client.send(
    new TransactGetItemsCommand({
      TransactItems: [{ Get: { TableName, Key: keyOf('1') } }, { Get: { TableName, Key: keyOf('2') } }],
    }),
  )
  expect(Responses![0]!.Item).toBeDefined()
  expect(Responses![1]!.Item).toBeUndefined()
})

test('a transaction repeated with its token is done once', async () => {
  const { client, get } = await setUp()
  const add = (amount: string) =>
    client.send(
      new TransactWriteItemsCommand({
        ClientRequestToken: 'token',
        TransactItems: [
          {
            Update: {
              TableName,
              Key: keyOf('n'),
              UpdateExpression: 'ADD n :n',
              ExpressionAttributeValues: { ':n': { N: amount } },
            },
          },
        ],
      }),
    )
  await add('1')
  await add('1')
  expect((await get('n'))!['n']).toEqual({ N: '1' })
  await expect(add('2')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' })
})

test('transactions on the same items follow one another', async () => {
  const { client, get } = await setUp()
  const add = () =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: ['a', 'b'].map((key) => ({
          Update: {
            TableName,
            Key: keyOf(key),
            UpdateExpression: 'ADD n :n',
            ExpressionAttributeValues: { ':n': { N: '1' } },
          },
        })),
      }),
    )
  await Promise.all(Array.from({ length: 50 }, add))
  expect([(await get('a'))!['n'], (await get('b'))!['n']]).toEqual([{ N: '50' }, { N: '50' }])
})

test('items whose time has come are deleted, late', async () => {
  const { client, get, clock, activities } = await setUp()
  await client.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' } }),
  )
  expect((await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription).toEqual({
    TimeToLiveStatus: 'ENABLED',
    AttributeName: 'ttl',
  })
  const inSeconds = (seconds: number) => ({ ttl: { N: String(Math.floor(clock.now() / 1000) + seconds) } })
  await client.send(new PutItemCommand({ TableName, Item: item('soon', 1, inSeconds(10)) }))
  await client.send(new PutItemCommand({ TableName, Item: item('later', 1, inSeconds(1_000_000)) }))
  await clock.advance(11_000)
  expect(await get('soon')).toBeDefined()
  await clock.advance(3_600_000)
  await vi.waitFor(async () => expect(await get('soon')).toBeUndefined())
  expect(await get('later')).toBeDefined()
  expect(activities.at(-3)).toMatchObject({
    principal: { service: 'dynamodb.amazonaws.com' },
    change: { key: { key: 'soon' }, after: null },
  })
})

test('a batch is written as one', async () => {
  const { client, get } = await setUp()
  const requests = Array.from({ length: 25 }, (_, index) => ({ PutRequest: { Item: item(String(index), index) } }))
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }))
  expect(await get('24')).toEqual(item('24', 24))
})

test.each([
  ['a table that is not there', { TableName: 'missing', Item: item('1', 1) }, 'ResourceNotFoundException'],
  ['an item without its key', { TableName, Item: { group: { S: 'a' } } }, 'ValidationException'],
  [
    'a broken condition',
    { TableName, Item: item('1', 1), ConditionExpression: 'attribute_exists(' },
    'ValidationException',
  ],
])('PutItem refuses %s', async (_what, input, name) => {
  const { client } = await setUp()
  await expect(client.send(new PutItemCommand(input))).rejects.toMatchObject({ name })
})

test('a table keeps its items when it is put again, and refuses other keys', async () => {
  const { client, get, dynamodb } = await setUp()
  await client.send(new PutItemCommand({ TableName, Item: item('1', 1) }))
  await dynamodb.putTable(definition)
  expect(await get('1')).toBeDefined()
  await expect(dynamodb.putTable({ ...definition, GlobalSecondaryIndexes: [] })).rejects.toThrow(
    /other keys or indexes/,
  )
  await expect(client.send(new CreateTableCommand(definition))).rejects.toMatchObject({
    name: 'ResourceInUseException',
  })
})

test.each([
  [
    'streams',
    { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' as const } },
    /no DynamoDB Streams/,
  ],
  ['a new index', { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-kind' } }] }, /cannot add or remove/],
])('UpdateTable refuses %s', async (_what, input, message) => {
  const { client } = await setUp()
  await expect(client.send(new UpdateTableCommand({ TableName, ...input }))).rejects.toThrow(message)
})

test('a role may do to an item what its policy says', async () => {
  const services = await setUp()
  const client = new DynamoDBClient(
    asRole(services, [
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        Resource: `arn:aws:dynamodb:*:*:table/${TableName}`,
      },
    ]),
  )
  await client.send(new PutItemCommand({ TableName, Item: item('1', 1) }))
  await expect(client.send(new DeleteItemCommand({ TableName, Key: keyOf('1') }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(
      'not authorized to perform: dynamodb:DeleteItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/state',
    ),
  })
  const remove = client.send(
    new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName, Key: keyOf('1') } }] }),
  )
  await expect(remove).rejects.toMatchObject({ name: 'AccessDeniedException' })
})
