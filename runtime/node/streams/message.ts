import { timestamp } from './clock.ts'
import type { Place } from './room.ts'

/**
 * Bytes of a message: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 * Frames of 32 KB are what API Gateway itself cuts a posted message into; the post is one of up to 128 KB.
 */
export const largestMessage = 131_072

/** What clients read; `event` is JSON. */
export function messageOf({ streamName, groupId, id }: Place, event: string, time = timestamp()): string {
  return `${JSON.stringify({ timestamp: time, streamName, groupId, id }).slice(0, -1)},"event":${event}}`
}

export function fits(message: string): boolean {
  return Buffer.byteLength(message) <= largestMessage
}
