/** A process to be killed: sends, writes and tells what was acknowledged, as fast as it can. */
import { writeSync } from 'node:fs'
import { realClock, startServices } from '../index.ts'

const services = await startServices({ clock: realClock(), directory: process.argv[2]! })
const { arn } = services.sqs.putQueue('orders', {})
const fifo = services.sqs.putQueue('orders.fifo', { FifoQueue: 'true' })
const key = { AttributeName: 'key', KeyType: 'HASH' }
await services.dynamodb.putTable({
  TableName: 'state',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
  KeySchema: [key],
})
for (let count = 0; ; count++) {
  const id = `${process.pid}-${count}`
  services.sqs.send(arn, { body: id })
  services.sqs.send(fifo.arn, { body: id, groupId: 'g', deduplicationId: id })
  await services.dynamodb.call('PutItem', { TableName: 'state', Item: { key: { S: id } } })
  writeSync(1, `${id}\n`)
}
