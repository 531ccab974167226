import type { InvocationResult } from '../lambda/invocation.ts'

/** A finished request, for traces and events. Times are ms since 1970. */
export interface ApiRequestRecord {
  readonly spanId: string
  readonly traceId: string
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly functionArn: string | undefined
  readonly start: number
  status?: number
  end?: number
}

/** What an HTTP API needs of the rest of the cloud, and tells it. */
export interface ApiHost {
  readonly account: string
  readonly now: () => number
  /** Invokes as API Gateway may; throws when the function's policy does not allow it. */
  readonly invoke: (
    functionArn: string,
    request: {
      payload: string
      trigger: string
      traceHeader: string
      flows: readonly { traceId: string; parentId?: string }[]
      source: string
    },
  ) => Promise<InvocationResult>
  readonly started: (record: ApiRequestRecord) => void
  readonly ended: (record: ApiRequestRecord) => void
  /** The API answers by itself, and no function hears of it. */
  readonly refused: (request: Pick<ApiRequestRecord, 'method' | 'path' | 'start'>, status: number) => void
  /** Says why a request failed, where the client only sees a status. */
  readonly problem: (message: string) => void
}
