import { AwsError } from '../../errors.ts'
import { contentId } from '../sqs/digest.ts'
import type { Topic } from './topic.ts'

/** https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html */
const INTERVAL = 5 * 60_000

export interface Accepted {
  readonly messageId: string
  readonly sequenceNumber: string
}

/** Remembers what FIFO topics published in the last five minutes. */
export interface Deduplication {
  find(key: string, now: number): Accepted | undefined
  remember(key: string, accepted: Accepted, now: number): void
}

export function createDeduplication(): Deduplication {
  const seen = new Map<string, { readonly accepted: Accepted; readonly expires: number }>()
  return {
    find(key, now) {
      const entry = seen.get(key)
      return entry !== undefined && entry.expires > now ? entry.accepted : undefined
    },
    remember(key, accepted, now) {
      seen.delete(key)
      seen.set(key, { accepted, expires: now + INTERVAL })
      // Oldest first: what is over stands at the front.
      for (const [old, { expires }] of seen) {
        if (expires > now) break
        seen.delete(old)
      }
    },
  }
}

/** The deduplication id that a message has on a FIFO topic, given or made of its content. */
export function deduplicationIdOf(topic: Topic, message: string, given: string | undefined): string {
  if (given !== undefined) return given
  if (topic.attributes['ContentBasedDeduplication'] === 'true') return contentId(message)
  throw new AwsError(
    'InvalidParameter',
    'Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  )
}
