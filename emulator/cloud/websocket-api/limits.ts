/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */

/** Bytes of one frame; what a client sends in a larger one closes the connection with code 1009. */
export const frameLimit = 32 * 1024

/** Bytes of one message, in either direction. */
export const messageLimit = 128 * 1024

/** ms without a message in either direction. */
export const idleLimit = 10 * 60_000

/** ms that a connection lasts at most. */
export const durationLimit = 2 * 60 * 60_000

/** Bytes that wait for a client who does not read; API Gateway does not say how many it keeps. */
export const bufferLimit = 4 * 2 ** 20
