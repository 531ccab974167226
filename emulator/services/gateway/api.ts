import type { Activity, Principal } from '../../ports.ts'
import type { MemberTypes } from './members.ts'
import type { QueryShape } from './query.ts'

/** Who makes a call, and under which trace. */
export interface Call {
  readonly principal: Principal
  /** The call's `X-Amzn-Trace-Id`. */
  readonly traceHeader?: string
  /** Aborted when the caller goes away: a long poll must not take messages for nobody. */
  readonly signal: AbortSignal
  /** An action that writes an item tells what became of it. */
  readonly changed: (change: Change) => void
}

export type Change = NonNullable<Activity['change']>

/** What a call needs: `action` on `resource`, with the condition keys that the request itself gives. */
export interface Permission {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

/** An AWS service as the gateway sees it: its names on the wire, and a function per API action. */
export interface Api {
  /** The name in a signature's credential scope. */
  readonly service: Activity['service'] | 'sts'
  /** For the AWS JSON protocol: what stands before the action in `X-Amz-Target`. */
  readonly json?: { readonly target: string; readonly version: '1.0' | '1.1'; readonly namespace: string }
  /** For the AWS Query protocol: how lists and maps are written. */
  readonly query?: QueryShape
  /** For the REST JSON protocol: what is POSTed where, path -> action. */
  readonly rest?: Readonly<Record<string, string>>
  /** Error name -> the code of the older Query protocol, where they differ. */
  readonly queryCodes?: Readonly<Record<string, string>>
  readonly members: MemberTypes
  readonly actions: Readonly<Record<string, (input: never, call: Call) => unknown>>
  /** Throws what the action would, when `input` names nothing that exists. */
  readonly permissions: (action: string, input: never) => readonly Permission[] | Promise<readonly Permission[]>
}
