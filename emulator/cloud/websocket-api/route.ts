import type { Clock } from '../../ports.ts'
import { withTimeout } from '../http-api/api.ts'
import type { ApiHost } from '../http-api/host.ts'
import { formatTraceHeader, newTraceId } from '../xray/header.ts'
import { type Answer, readAnswer } from './answer.ts'
import type { Connection } from './connection.ts'

/** What the API needs of the emulator around it. */
export interface WebSocketHost {
  readonly clock: Clock
  readonly invoke: ApiHost['invoke']
  /** Says why something failed, where the client only sees that it did. */
  readonly problem: (message: string) => void
  /** True when a page of this origin may connect though it is not of this machine. */
  readonly trusts: (origin: string) => boolean
}

/** What a route leads to. */
export interface RouteTarget {
  readonly functionArn: string
  /** ms */
  readonly timeout: number
  /** What the function returns goes to the client. */
  readonly responds: boolean
}

/** What came of an event: the function's answer, or the status of an API that has none. */
export type Outcome = Answer | { readonly failed: 500 | 502 | 504 }

/** Gives an event to the function of a route; what goes wrong is told to the author, not to the client. */
export async function runRoute(
  host: WebSocketHost,
  connection: Connection,
  routeKey: string,
  target: RouteTarget,
  event: unknown,
  root = newTraceId(host.clock.now()),
): Promise<Outcome> {
  try {
    const result = await withTimeout(
      host.invoke(target.functionArn, {
        payload: JSON.stringify(event),
        trigger: routeKey,
        traceHeader: formatTraceHeader({ root }),
        flows: [{ traceId: root }],
        source: `${connection.apiId}/${connection.stage}/${routeKey}`,
      }),
      target.timeout,
    )
    if (result === 'timeout') {
      host.problem(`${routeKey}: the function did not answer within ${target.timeout} ms`)
      return { failed: 504 }
    }
    // The function has logged its error.
    if (result.error) return { failed: 502 }
    const answer = readAnswer(result.payload)
    if (answer) return answer
    host.problem(
      `${routeKey}: the function must return { statusCode: number, body?: string, headers? }, got ${result.payload.toString().slice(0, 200)}`,
    )
    return { failed: 502 }
  } catch (error) {
    host.problem(`${routeKey}: ${error instanceof Error ? error.message : error}`)
    return { failed: 500 }
  }
}
