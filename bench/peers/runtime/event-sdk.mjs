import { charge } from './charge.mjs'

export const handler = async (event) => {
  const batchItemFailures = []
  for (const { messageId, body } of event.Records) {
    try {
      await charge(JSON.parse(body).data)
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId })
    }
  }
  return { batchItemFailures }
}
