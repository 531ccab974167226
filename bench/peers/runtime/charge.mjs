// State and emit with the AWS SDK, as the peers' authors write it.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'

export const dynamodb = new DynamoDBClient({})
const documents = DynamoDBDocumentClient.from(dynamodb)
export const sqs = new SQSClient({})

export async function charge({ orderId }) {
  await documents.send(
    new GetCommand({ TableName: process.env.MOTIA_TABLE, Key: { group: 'order', key: orderId }, ConsistentRead: true }),
  )
  performance.mark('state')
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ orderId }) }))
}
