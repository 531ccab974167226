import { execute } from '../../invocation/execute.ts'
import { createRun, type LambdaContext, type Run } from '../../invocation/run.ts'
import { createLogger } from '../../logger/index.ts'
import { invocationTraceHeader, newTraceId } from '../../trace/header.ts'
import { traced } from '../../trace/segment.ts'
import { authenticateOf, type GatewayOptions, guardsOf } from './access.ts'
import { connect } from './connect.ts'
import { forget } from './connection.ts'
import type { GatewayEvent, GatewayResult } from './event.ts'
import { join, leave } from './join.ts'

export type { GatewayOptions } from './access.ts'

/**
 * Makes the Lambda handler of a project's streams, for all routes of their WebSocket API.
 *
 * @throws StepNotFoundError
 */
export function adapt(options: GatewayOptions): (event: GatewayEvent, lambda: LambdaContext) => Promise<GatewayResult> {
  const guards = guardsOf(options)
  const authenticate = authenticateOf(options)
  return async (event, lambda) => {
    const { routeKey, connectionId } = event.requestContext
    const run = runFor(event, lambda)
    const operation = routeKey.replace('$', '')
    const logger = createLogger(run)
    try {
      return await execute(run, () =>
        traced(run, `stream.${operation}`, { streamOperation: operation }, async (traceHeader) => {
          const call = { deadline: Date.now() + lambda.getRemainingTimeInMillis(), traceHeader }
          if (routeKey === '$connect') return await connect(event, call, authenticate, logger)
          if (routeKey === '$disconnect') await forget(call, connectionId)
          if (routeKey === 'join') await join(event, call, guards, logger)
          if (routeKey === 'leave') await leave(event, call)
          // Anything else, such as a client's ping, keeps the connection alive by having come.
          return { statusCode: 200 }
        }),
      )
    } catch (error) {
      logger.error(`route ${routeKey} of streams failed`, error)
      throw error
    }
  }
}

function runFor(event: GatewayEvent, lambda: LambdaContext): Run {
  const header = invocationTraceHeader()
  return createRun({
    step: process.env['MOTIA_STEP'] || 'streams',
    trigger: 'stream',
    lambda,
    header,
    traceId: header?.root ?? newTraceId(),
    parentId: event.requestContext.requestId ?? lambda.awsRequestId,
    hop: 0,
  })
}
