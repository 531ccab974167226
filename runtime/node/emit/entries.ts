import { AwsError } from '../aws/error.ts'
import { backoff } from '../aws/retry.ts'
import { InvalidEmitError } from '../errors.ts'
import type { Outgoing } from './outgoing.ts'

interface EntryFailure {
  readonly code: string
  readonly message: string | undefined
  readonly retryable: boolean
}

/** How often the entries of a batch are tried that AWS refused for reasons of its own. */
const maxAttempts = 4

/**
 * Sends a batch, and again those of its entries that AWS could not take just then. Resolves to each message's error,
 * undefined where it was taken; an entry that cannot even be written fails alone.
 */
export async function retryEntries<Entry>(
  messages: readonly Outgoing[],
  entryOf: (message: Outgoing, index: number) => Entry,
  send: (entries: Entry[], first: Outgoing) => Promise<ReadonlyMap<number, EntryFailure>>,
): Promise<(Error | undefined)[]> {
  const errors: (Error | undefined)[] = messages.map(() => undefined)
  const entries = messages.map((message, index) => {
    try {
      return entryOf(message, index)
    } catch (error) {
      errors[index] = error as Error
      return undefined
    }
  })
  let open = messages.map((_, index) => index).filter((index) => !errors[index])
  for (let attempt = 1; open.length > 0; attempt++) {
    const sent = open.map((index) => messages[index]!)
    const failures = await send(renumber(open.map((index) => entries[index]!)), sent[0]!)
    open.forEach((index, position) => {
      const failure = failures.get(position)
      errors[index] = failure && errorOf(messages[index]!, failure, attempt)
    })
    open = open.filter((_, position) => failures.get(position)?.retryable)
    if (open.length === 0 || attempt >= maxAttempts || !(await backoff(attempt, messages[0]!.deadline))) break
  }
  return errors
}

/** Entry ids are positions in the call. */
function renumber<Entry>(entries: Entry[]): Entry[] {
  return entries.map((entry, index) =>
    typeof entry === 'object' && entry !== null && 'Id' in entry ? { ...entry, Id: String(index) } : entry,
  )
}

function errorOf({ destination, topic }: Outgoing, failure: EntryFailure, attempts: number): Error {
  return new AwsError({
    code: failure.code,
    detail: `topic "${topic}" to ${destination.arn}: ${failure.message ?? 'no reason given'}`,
    service: destination.transport,
    operation: 'a batch entry',
    attempts,
  })
}

/** @throws InvalidEmitError when the message asks for a delay that its transport does not know */
export function refuseDelay({ topic, delaySeconds }: Outgoing, transport: string): void {
  if (delaySeconds === undefined) return
  throw new InvalidEmitError(
    `topic "${topic}" goes to ${transport}, which cannot delay a message: set infrastructure.queue.delaySeconds of its subscribers`,
  )
}
