// One state call and one message as plain HTTP requests: no signature, no retries, no failures reported.
import { request } from 'node:http'

const call = (target, input) =>
  new Promise((resolve, reject) => {
    const headers = { 'x-amz-target': target }
    request(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve(JSON.parse(text)))
    })
      .on('error', reject)
      .end(JSON.stringify(input))
  })

export const handler = async (event) => {
  for (const { body } of event.Records) {
    const { orderId } = JSON.parse(body).data
    await call('DynamoDB_20120810.GetItem', { TableName: 'state', Key: { group: { S: 'order' }, key: { S: orderId } } })
    const entry = { Id: '0', MessageBody: JSON.stringify({ orderId }) }
    await call('AmazonSQS.SendMessageBatch', { QueueUrl: process.env.QUEUE_URL, Entries: [entry] })
  }
  return { batchItemFailures: [] }
}
