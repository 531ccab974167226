import type { EventContext } from '../authoring/context.ts'
import { InvalidInputError } from '../errors.ts'
import { execute } from '../invocation/execute.ts'
import { createRun, type LambdaContext, type Run } from '../invocation/run.ts'
import { logFailure } from '../logger/failure.ts'
import { createLogger } from '../logger/index.ts'
import { retryDelay } from '../records/backoff.ts'
import { type Failure, handleBatch } from '../records/batch.ts'
import { type Message, readMessage } from '../records/message.ts'
import { readRecords, type SqsRecord } from '../records/record.ts'
import { loadRemote } from '../remote/load.ts'
import { check } from '../schema/check.ts'
import { compose } from '../step/compose.ts'
import { listedTopics, motiaContext, stepContext } from '../step/context.ts'
import { findStep } from '../step/find.ts'
import type { AdaptOptions, LoadedStep, StepConfig } from '../step/loaded.ts'
import { messageTrace } from '../trace/continued.ts'
import { invocationTraceHeader } from '../trace/header.ts'
import { closeSegment } from '../trace/segment.ts'

export interface BatchResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

export type EventHandler = (event: unknown, context: LambdaContext) => Promise<BatchResult>

type Work = (run: Run, record: SqsRecord, message: Message) => Promise<unknown>

/**
 * Makes the Lambda handler of an event Step, for an SQS event source that reports batch item failures.
 *
 * @throws StepNotFoundError
 */
export function adapt(module: object, options: AdaptOptions): EventHandler {
  const step = findStep(module, options, 'event')
  const work = options.dialect === 'motia' ? workMotia(step) : workDefined(step)
  const topic = onlyTopic(step.config)
  return async (event, lambda) => {
    const records = readRecords(event)
    const header = invocationTraceHeader()
    const running = new Map<SqsRecord, Run>()
    const failures = await handleBatch(records, lambda, async (record) => {
      const message = readMessage(record, topic, header)
      const run = createRun({
        step: step.name,
        trigger: 'event',
        lambda,
        header: messageTrace(message.traceHeader, header),
        traceId: message.traceId,
        parentId: message.id,
        hop: message.hop,
        topic: message.topic,
        attempt: record.attempt,
        messageId: message.id,
      })
      running.set(record, run)
      try {
        await execute(run, () => work(run, record, message))
      } catch (error) {
        if (error instanceof InvalidInputError && (await bury(run, record, error))) return
        logFailure(run, error)
        throw error
      } finally {
        running.delete(record)
      }
    })
    // Those that would have gone on: nobody else says so.
    for (const { record, reason } of failures) {
      const run = running.get(record)
      if (run) await giveUp(run, reason)
    }
    if (failures.length > 0) await postpone(failures, step.name, options, lambda)
    return { batchItemFailures: failures.map(({ record }) => ({ itemIdentifier: record.messageId })) }
  }
}

function workDefined({ config, handler }: LoadedStep): Work {
  const { input, middleware = [] } = config
  const handle = compose<[EventContext]>(middleware as never, handler as never)
  return async (run, record, { data, topic, id }) => {
    const checked = input ? await check(input, data) : { value: data }
    if (checked.issues) throw new InvalidInputError('the input does not fit its schema', checked.issues)
    return await handle(stepContext(run, { data: checked.value, topic, attempt: record.attempt, id }))
  }
}

/** Motia 0.x hands an input that does not fit to the handler, with a warning, unless `validate` is `strict`. */
function workMotia({ config, handler }: LoadedStep): Work {
  const { input, middleware = [] } = config
  const handle = compose<[unknown, object]>(middleware as never, handler as never)
  const allowed = listedTopics(config)
  return async (run, _, { data }) => {
    const checked = input ? await check(input, data) : undefined
    if (checked?.issues) {
      if (isStrict(config)) throw new InvalidInputError('the input does not fit its schema', checked.issues)
      createLogger(run).warn('the input does not fit its schema', { issues: checked.issues })
    }
    return await handle(data, motiaContext(run, config, allowed))
  }
}

function isStrict({ validate }: StepConfig): boolean {
  return validate === 'strict' || process.env['MOTIA_VALIDATE'] === 'strict'
}

/** Ends the run of a handler that did not end by itself. */
async function giveUp(run: Run, reason: unknown): Promise<void> {
  logFailure(run, reason)
  closeSegment(run, reason)
  run.segment = undefined
  await Promise.all(run.sending)
}

/** The topic of a message that does not say: the Step's, where it subscribes to one alone. */
function onlyTopic({ subscribes = [] }: StepConfig): string {
  const [first] = subscribes
  return subscribes.length === 1 && typeof first === 'string' ? first : ''
}

/** Moves input that no retry can help to the dead-letter queue. False when it could not: then it is retried after all. */
async function bury(run: Run, record: SqsRecord, error: InvalidInputError): Promise<boolean> {
  const logger = createLogger(run)
  const dlq = process.env['MOTIA_DLQ']
  if (!dlq) return false
  try {
    const { sendDeadLetter } = await loadRemote()
    await sendDeadLetter(dlq, run.step, record, error.message, Date.now() + run.lambda.getRemainingTimeInMillis())
  } catch (cause) {
    logger.error('the message could not be moved to the dead-letter queue', cause)
    return false
  }
  logger.error(`step "${run.step}" refused a message: it is in the dead-letter queue`, error)
  return true
}

/**
 * Sets when failed records return. Records of a FIFO group return together, since SQS holds back a whole group while one of
 * it is invisible. That it cannot be set is no reason to fail: then they return when the queue's own timeout ends.
 */
async function postpone(
  failures: readonly Failure[],
  step: string,
  { dialect }: AdaptOptions,
  lambda: LambdaContext,
): Promise<void> {
  const maxRetries = Number(process.env['MOTIA_MAX_RETRIES'] ?? 3)
  const { changeVisibility } = await loadRemote()
  const changes = failures.map(({ record, skipped }) => ({
    record,
    seconds: skipped ? 0 : retryDelay(record.attempt, maxRetries, dialect),
  }))
  try {
    await changeVisibility(changes, Date.now() + lambda.getRemainingTimeInMillis())
  } catch (error) {
    createLogger({ step, traceId: invocationTraceHeader()?.root ?? '', lambda }).warn(
      "the retry could not be postponed: the records return after the queue's visibility timeout",
      error,
    )
  }
}
