import { createHash } from 'node:crypto'
import type { MessageAttribute } from '../../ports.ts'

export const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** What content-based deduplication uses as the id of a message. */
export const contentId = (body: string) => createHash('sha256').update(body).digest('hex')

/**
 * MD5 over the sorted attributes, each part with its length before it; the SDKs compute it too and compare.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string {
  const hash = createHash('md5')
  const add = (data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    hash.update(length).update(data)
  }
  for (const name of Object.keys(attributes).sort()) {
    const attribute = attributes[name]!
    const binary = attribute.DataType.startsWith('Binary')
    add(Buffer.from(name))
    add(Buffer.from(attribute.DataType))
    hash.update(Buffer.from([binary ? 2 : 1]))
    add(binary ? Buffer.from(attribute.BinaryValue ?? '', 'base64') : Buffer.from(attribute.StringValue ?? ''))
  }
  return hash.digest('hex')
}
