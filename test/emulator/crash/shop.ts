import {
  apiResources,
  consume,
  functionResources,
  merge,
  queueResources,
  writeAssembly,
} from '../../../emulator/cloud/fixture.ts'

const repository = new URL('../../../', import.meta.url).href

/** Answers once the order is published: from then on it must not be lost. */
const order = `
import { createRequire } from 'node:module'
const { SNSClient, PublishCommand } = createRequire(${JSON.stringify(repository)})('@aws-sdk/client-sns')
const sns = new SNSClient()
export const handler = async ({ body }) => {
  await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: body }))
  return { statusCode: 200, body: 'accepted' }
}`

/** Notes each order in a file of its own making: what reached it, and in which process. */
const subscriber = `
import { appendFileSync } from 'node:fs'
export const handler = async ({ Records }) => {
  for (const { body } of Records) appendFileSync(process.env.FILE, body + ' ' + process.pid + '\\n')
  return { batchItemFailures: [] }
}`

/** `POST /orders` -> topic -> two queues, each with a function. */
export function shop(files: { readonly payment: string; readonly receipt: string }): string {
  const publish = { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'Topic' } }
  const follow = (name: 'Payment' | 'Receipt', file: string) => {
    const queue = `${name}Queue`
    return merge(
      functionResources(name, {
        code: subscriber,
        statements: [consume],
        properties: { Environment: { Variables: { FILE: file } }, Timeout: 5 },
      }),
      // So many kills that a message met every time must not end as a dead letter.
      queueResources(queue, name, { maxReceiveCount: 100 }),
      {
        resources: {
          [`${name}Subscription`]: {
            Type: 'AWS::SNS::Subscription',
            Properties: {
              TopicArn: { Ref: 'Topic' },
              Protocol: 'sqs',
              RawMessageDelivery: true,
              Endpoint: { 'Fn::GetAtt': [queue, 'Arn'] },
            },
          },
          [`${name}Policy`]: {
            Type: 'AWS::SQS::QueuePolicy',
            Properties: {
              Queues: [{ Ref: queue }],
              PolicyDocument: {
                Statement: [
                  {
                    Effect: 'Allow',
                    Principal: { Service: 'sns.amazonaws.com' },
                    Action: 'sqs:SendMessage',
                    Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
                  },
                ],
              },
            },
          },
        },
      },
    )
  }
  return writeAssembly(
    merge(
      functionResources('Order', {
        code: order,
        statements: [publish],
        properties: { Environment: { Variables: { TOPIC: { Ref: 'Topic' } } }, Timeout: 10, MemorySize: 256 },
      }),
      apiResources({ 'POST /orders': 'Order' }),
      { resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } } },
      follow('Payment', files.payment),
      follow('Receipt', files.receipt),
    ),
  )
}
