import { createHash } from 'node:crypto'

/** What AWS answers when all is well, with the checksums that the SDK's SQS client verifies. */
export function answer(target, body) {
  if (!target.startsWith('AmazonSQS.')) return '{}'
  const { Entries, MessageBody } = JSON.parse(body)
  const taken = (text) => ({ MessageId: '1', MD5OfMessageBody: createHash('md5').update(text).digest('hex') })
  if (MessageBody !== undefined) return JSON.stringify(taken(MessageBody))
  return JSON.stringify({
    Successful: Entries.map((entry) => ({ Id: entry.Id, ...taken(entry.MessageBody) })),
    Failed: [],
  })
}
