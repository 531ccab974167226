import type { Services } from '../ports.ts'

/** Announces each message that comes into a dead-letter queue. */
export interface DeadLetterWatch {
  /** The ARNs of the queues to watch, in place of those before. */
  watch(arns: readonly string[]): void
}

const looked = { offset: 0, limit: 1000 } as const

export function watchDeadLetters(
  services: Services,
  arrived: (queueArn: string, messageId: string) => void,
): DeadLetterWatch {
  const { sqs } = services
  let unsubscribe: (() => void)[] = []
  return {
    watch(arns) {
      for (const each of unsubscribe) each()
      unsubscribe = arns.map((arn) => {
        let known = new Set(sqs.peek(arn, looked).map(({ messageId }) => messageId))
        return sqs.onAvailable(arn, () => {
          const ids = sqs.peek(arn, looked).map(({ messageId }) => messageId)
          const fresh = ids.filter((messageId) => !known.has(messageId))
          known = new Set(ids)
          for (const messageId of fresh) arrived(arn, messageId)
        })
      })
    },
  }
}
