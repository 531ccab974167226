/** DynamoDB on this machine (dynalite) with a state table as the constructs make it. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import { close, listen } from './fake-aws.ts'

export interface StateItem {
  readonly group: string
  readonly key: string
  /** Parsed. */
  readonly value: unknown
  readonly version: number
  readonly ttl?: number
}

export interface TestTable {
  readonly url: string
  readonly name: string
  put(item: { group: string; key: string; value: unknown; version?: number; ttl?: number }): Promise<void>
  /** In the order of group and key. */
  items(): Promise<StateItem[]>
  /** As it is stored. */
  raw(group: string, key: string): Promise<unknown>
  clear(): Promise<void>
  close(): Promise<void>
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

export async function startTable(name = 'state'): Promise<TestTable> {
  const { default: dynalite } = (await import('dynalite' as string)) as { default: (options: object) => Server }
  const server = dynalite({ createTableMs: 0 })
  await listen(server)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new DynamoDBClient({ endpoint: url, region: 'eu-north-1', credentials })
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'group', AttributeType: 'S' },
        { AttributeName: 'key', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'group', KeyType: 'HASH' },
        { AttributeName: 'key', KeyType: 'RANGE' },
      ],
    }),
  )
  let active = false
  while (!active) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }))
    active = Table?.TableStatus === 'ACTIVE'
  }
  return {
    url,
    name,
    async put({ group, key, value, version = 1, ttl }) {
      await client.send(
        new PutItemCommand({
          TableName: name,
          Item: {
            group: { S: group },
            key: { S: key },
            value: { S: JSON.stringify(value) },
            version: { N: String(version) },
            ...(ttl !== undefined && { ttl: { N: String(ttl) } }),
          },
        }),
      )
    },
    async items() {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true }))
      return Items.map((item) => ({
        group: item['group']!.S!,
        key: item['key']!.S!,
        value: JSON.parse(item['value']!.S!),
        version: Number(item['version']!.N),
        ...(item['ttl'] && { ttl: Number(item['ttl'].N) }),
      })).sort((a, b) => compare(a.group, b.group) || compare(a.key, b.key))
    },
    async raw(group, key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: { group: { S: group }, key: { S: key } } }),
      )
      return Item
    },
    async clear() {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: name }))
      for (const { group, key } of Items) {
        await client.send(new DeleteItemCommand({ TableName: name, Key: { group: group!, key: key! } }))
      }
    },
    async close() {
      client.destroy()
      await close(server)
    },
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
