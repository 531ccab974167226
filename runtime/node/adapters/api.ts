import type { ApiContext } from '../authoring/context.ts'
import type { Issue } from '../errors.ts'
import { MalformedBodyError } from '../http/body.ts'
import { type HttpEvent, readHttpEvent } from '../http/event.ts'
import { flatQuery, nestedQuery } from '../http/query.ts'
import { type HttpRequest, readRequest } from '../http/request.ts'
import { type Envelope, envelopeOf, type HttpResult, isEnvelope, writeResponse } from '../http/response.ts'
import { fromWebResponse, isWebResponse } from '../http/web-response.ts'
import { execute } from '../invocation/execute.ts'
import { createRun, type LambdaContext, type Run } from '../invocation/run.ts'
import { logFailure } from '../logger/failure.ts'
import { createLogger } from '../logger/index.ts'
import { check } from '../schema/check.ts'
import { compose } from '../step/compose.ts'
import { listedTopics, motiaContext, stepContext } from '../step/context.ts'
import { findStep } from '../step/find.ts'
import type { AdaptOptions, LoadedStep } from '../step/loaded.ts'
import { invocationTraceHeader, newTraceId } from '../trace/header.ts'

export type ApiHandler = (event: unknown, context: LambdaContext) => Promise<HttpResult>

type Answer = (run: Run, event: HttpEvent, request: HttpRequest) => Envelope | Promise<Envelope>

/**
 * Makes the Lambda handler of an API Step, for an HTTP API with payload format 2.0.
 *
 * @throws StepNotFoundError
 */
export function adapt(module: object, options: AdaptOptions): ApiHandler {
  const step = findStep(module, options, 'api')
  const motia = options.dialect === 'motia'
  const answer = motia ? answerMotia(step) : answerDefined(step)
  return async (given, lambda) => {
    const event = readHttpEvent(given)
    const header = invocationTraceHeader()
    const run = createRun({
      step: step.name,
      trigger: 'api',
      lambda,
      header,
      traceId: header?.root ?? newTraceId(),
      parentId: event.requestContext.requestId || lambda.awsRequestId,
      hop: 0,
    })
    const { method } = event.requestContext.http
    try {
      return await execute(run, async () => {
        const request = readRequest(event, motia ? 'nested' : 'flat')
        return writeResponse(method, await answer(run, event, request))
      })
    } catch (error) {
      return writeResponse(method, failure(run, error))
    }
  }
}

function answerDefined({ config, handler }: LoadedStep): Answer {
  const { bodySchema, querySchema, middleware = [] } = config
  const run = compose<[ApiContext]>(middleware as never, handler as never)
  return async (current, event, { method, path, params, headers, body, rawBody }) => {
    const checkedBody = bodySchema ? await check(bodySchema, body) : { value: body }
    if (checkedBody.issues) return refusal('invalid request body', checkedBody.issues)
    const given = flatQuery(event.rawQueryString)
    const checkedQuery = querySchema ? await check(querySchema, given) : { value: given }
    if (checkedQuery.issues) return refusal('invalid query', checkedQuery.issues)
    const result = await run(
      stepContext(current, {
        method,
        path,
        params,
        query: checkedQuery.value as ApiContext['query'],
        headers,
        body: checkedBody.value,
        rawBody,
        auth: event.requestContext.authorizer,
      }),
    )
    return isWebResponse(result) ? await fromWebResponse(result) : envelopeOf(result)
  }
}

/** Motia 0.x hands a body that does not fit to the handler; here with a warning, unless `validate` is `strict`. */
function answerMotia({ config, handler }: LoadedStep): Answer {
  const { bodySchema, middleware = [] } = config
  const run = compose<[object, object]>(middleware as never, handler as never)
  const allowed = listedTopics(config)
  return async (current, event, { params, headers, body = {}, rawBody }) => {
    const checked = bodySchema ? await check(bodySchema, body) : undefined
    if (checked?.issues) {
      if (isStrict(config)) return refusal('invalid request body', checked.issues)
      createLogger(current).warn('the request body does not fit bodySchema', { issues: checked.issues })
    }
    const request = { pathParams: params, queryParams: nestedQuery(event.rawQueryString), body, headers, rawBody }
    const result = await run(request, motiaContext(current, config, allowed))
    if (isEnvelope(result)) return result
    throw new TypeError(`the handler of step "${current.step}" returned no { status, body }`)
  }
}

function isStrict({ validate }: LoadedStep['config']): boolean {
  return validate === 'strict' || process.env['MOTIA_VALIDATE'] === 'strict'
}

function refusal(error: string, issues: readonly Issue[]): Envelope {
  return { status: 400, body: { error, issues } }
}

/** The reason of a 500 is for the log, not for who called; that of a 400 is for both. */
function failure(run: Run, error: unknown): Envelope {
  if (error instanceof MalformedBodyError) return { status: 400, body: { error: error.message } }
  logFailure(run, error)
  return { status: 500, body: { error: 'Internal server error' } }
}
