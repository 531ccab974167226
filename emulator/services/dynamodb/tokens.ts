import { createHash } from 'node:crypto'
import { AwsError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import { type Operation, type Store, toPromise } from './dynalite.ts'

/** For how long a repeated request does nothing, ms. */
const REMEMBERED = 10 * 60_000

const PREFIX = 'transaction-token~'

interface Entry {
  readonly hash: string
  readonly expires: number
}

/** Makes TransactWriteItems idempotent by its ClientRequestToken; a token is stored with the writes that it stands for. */
export interface Tokens {
  /** True when this request has been done; throws IdempotentParameterMismatchException when another one has. */
  isRepeated(token: string, content: unknown): Promise<boolean>
  note(token: string, content: unknown): Operation
  /** Forgets what is over. */
  sweep(): Promise<void>
}

export function createTokens(store: Store, clock: Clock): Tokens {
  const hashOf = (content: unknown) => createHash('sha256').update(JSON.stringify(content)).digest('base64')
  const get = (key: string) => toPromise<unknown>((done) => store.db.get(key, done)) as Promise<Entry | undefined>
  return {
    async isRepeated(token, content) {
      const entry = await get(PREFIX + token)
      if (entry === undefined || entry.expires <= clock.now()) return false
      if (entry.hash === hashOf(content)) return true
      throw new AwsError(
        'IdempotentParameterMismatchException',
        'The request used the same client token as an earlier one with other parameters.',
      )
    },
    note: (token, content) => ({
      type: 'put',
      key: PREFIX + token,
      value: { hash: hashOf(content), expires: clock.now() + REMEMBERED } satisfies Entry,
    }),
    async sweep() {
      for await (const key of store.db.keys({ gte: PREFIX, lt: `${PREFIX}\uffff` })) {
        const entry = await get(key)
        if (entry !== undefined && entry.expires <= clock.now()) await toPromise((done) => store.db.del(key, done))
      }
    },
  }
}
