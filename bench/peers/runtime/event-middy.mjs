import middy from '@middy/core'
import eventNormalizer from '@middy/event-normalizer'
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure'
import { charge } from './charge.mjs'

export const handler = middy(
  async (event) => await Promise.allSettled(event.Records.map(({ body }) => charge(body.data))),
)
  .use(eventNormalizer())
  .use(sqsPartialBatchFailure())
