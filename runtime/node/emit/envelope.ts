import { TooManyHopsError } from '../errors.ts'
import type { Run } from '../invocation/run.ts'

/** What travels between Steps; see CONTRACT.md. */
export interface Envelope {
  readonly v: 1
  readonly id: string
  readonly topic: string
  readonly data: unknown
  readonly traceId: string
  readonly parentId: string
  readonly hop: number
  readonly time: string
  readonly traceHeader?: string
}

/** Lambda itself stops loops after some 16 hops; this holds where it does not look (buses, other accounts). */
export const maxHops = 64

/** The same for the same emit of the same input, so that a subscriber can recognise a repetition. */
export function envelopeId(parentId: string, step: string, ordinal: number): string {
  const { hash } = process.getBuiltinModule('node:crypto')
  const digest = hash('sha256', `${parentId}\n${step}\n${ordinal}`, 'buffer')
  return digest.subarray(0, 16).toString('base64url')
}

/** @throws TooManyHopsError */
export function nextHop(run: Run, topic: string): number {
  const hop = run.hop + 1
  if (hop <= maxHops) return hop
  throw new TooManyHopsError(
    `flow ${run.traceId} reached hop ${hop} with topic "${topic}", at most ${maxHops} are allowed: its Steps emit in a loop`,
  )
}
