import type { GatewayRoute, Services } from '../../ports.ts'
import { functionNotFound, LambdaApiError, requestTooLarge } from './errors.ts'
import type { Functions } from './functions.ts'
import { syncPayloadLimit } from './outcome.ts'

/** Bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const asyncPayloadLimit = 2 ** 20

/** Lambda's Invoke API for SDK clients. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function lambdaApi(functions: Functions, services: Services): GatewayRoute {
  return {
    service: 'lambda',
    async handle({ method, path, headers, body, principal }) {
      try {
        const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path)?.[1]
        if (method !== 'POST' || !name)
          throw new LambdaApiError(
            'UnknownOperationException',
            404,
            `${method} ${path} is not emulated: of Lambda's API only Invoke is`,
          )
        const fn = functions.find(decodeURIComponent(name))
        if (!fn) throw functionNotFound(decodeURIComponent(name))
        const { arn } = fn.definition
        services.authorize(principal, 'lambda:InvokeFunction', arn)
        const payload = body.length === 0 ? '{}' : body.toString()
        assertJson(payload)
        const traceHeader = headers['x-amzn-trace-id']
        const request = { payload, trigger: 'invoke', ...(traceHeader !== undefined && { traceHeader }) }
        switch (headers['x-amz-invocation-type'] ?? 'RequestResponse') {
          case 'DryRun':
            return { status: 204 }
          case 'Event':
            if (body.length > asyncPayloadLimit) throw requestTooLarge(body.length, asyncPayloadLimit)
            functions.accept(arn, request)
            return { status: 202 }
        }
        if (body.length > syncPayloadLimit) throw requestTooLarge(body.length, syncPayloadLimit)
        const context = headers['x-amz-client-context']
        const result = await functions.invoke(arn, {
          ...request,
          ...(context !== undefined && { clientContext: Buffer.from(context, 'base64').toString() }),
        })
        return {
          status: 200,
          headers: {
            'content-type': 'application/json',
            'x-amz-executed-version': '$LATEST',
            ...(result.error && { 'x-amz-function-error': 'Unhandled' }),
          },
          body: result.payload,
        }
      } catch (error) {
        if (!(error instanceof LambdaApiError)) throw error
        return {
          status: error.status,
          headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.name },
          body: JSON.stringify({ Type: 'User', Message: error.message, message: error.message }),
        }
      }
    },
  }
}

function assertJson(payload: string): void {
  try {
    JSON.parse(payload)
  } catch (error) {
    throw new LambdaApiError(
      'InvalidRequestContentException',
      400,
      `Could not parse request body into json: ${error instanceof Error ? error.message : error}`,
    )
  }
}
