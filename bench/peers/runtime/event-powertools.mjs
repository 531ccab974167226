import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import { Logger } from '@aws-lambda-powertools/logger'
import { Tracer } from '@aws-lambda-powertools/tracer'
import { charge, dynamodb, sqs } from './charge.mjs'

const logger = new Logger({ serviceName: 'charge' })
const tracer = new Tracer({ serviceName: 'charge' })
tracer.captureAWSv3Client(dynamodb)
tracer.captureAWSv3Client(sqs)
const processor = new BatchProcessor(EventType.SQS)

const handleRecord = async ({ body }) => {
  const { data } = JSON.parse(body)
  logger.debug('charging', { orderId: data.orderId })
  await charge(data)
}

export const handler = async (event, context) => {
  logger.addContext(context)
  return await processPartialResponse(event, handleRecord, processor, { context })
}
