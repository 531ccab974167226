import { AwsError } from '../../errors.ts'
import { toAwsError } from '../gateway/perform.ts'

interface Entry {
  readonly Id?: string | undefined
}

/** Throws unless a batch has 1 to 10 entries with ids of their own. */
export function checkEntries<T extends Entry>(entries: readonly T[] | undefined): readonly T[] {
  if (entries === undefined || entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.')
  }
  if (entries.length > 10) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    )
  }
  const seen = new Set<string>()
  for (const { Id: id = '' } of entries) {
    if (!/^[\w-]{1,80}$/.test(id)) {
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      )
    }
    if (seen.has(id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`)
    seen.add(id)
  }
  return entries
}

export interface Failed {
  readonly Id: string
  readonly SenderFault: boolean
  readonly Code: string
  readonly Message: string
}

/** Runs each entry for itself: what fails is told in `Failed`, the rest is done. */
export function runEntries<T extends Entry, R>(entries: readonly T[], run: (entry: T) => R) {
  const Successful: R[] = []
  const Failed: Failed[] = []
  for (const entry of entries) {
    try {
      Successful.push(run(entry))
    } catch (thrown) {
      const error = toAwsError(thrown)
      Failed.push({ Id: entry.Id ?? '', SenderFault: error.status < 500, Code: error.code, Message: error.message })
    }
  }
  return { Successful, Failed }
}
