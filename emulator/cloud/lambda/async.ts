import { randomUUID } from 'node:crypto'
import type { Services } from '../../ports.ts'
import { isRecord } from '../template/model.ts'
import type { FunctionDefinition } from './definition.ts'
import type { InvocationError, InvocationResult, InvokeRequest } from './invocation.ts'

/** `AWS::Lambda::EventInvokeConfig` */
export interface AsyncConfig {
  readonly retries?: number
  /** Seconds. */
  readonly maxAge?: number
  readonly onFailure?: string
  readonly onSuccess?: string
}

export interface AsyncQueueOptions {
  readonly services: Services
  readonly find: (arn: string) => { readonly definition: FunctionDefinition; readonly config: AsyncConfig } | undefined
  readonly invoke: (arn: string, request: InvokeRequest) => Promise<InvocationResult>
  readonly problem: (definition: FunctionDefinition, message: string) => void
}

/** Lambda's queue of asynchronous events: kept on disk, retried twice, then sent to a destination. */
export interface AsyncQueue {
  accept(arn: string, event: { payload: string; trigger: string; traceHeader?: string }): string
  /** Events that run or are due within a second. */
  pending(): number
  /** Takes up what an earlier run of the emulator accepted. */
  resume(): void
  /** Leaves what runs as it is on disk: the next run of the emulator takes it up. */
  stop(): void
}

interface Row {
  readonly id: string
  readonly arn: string
  readonly payload: string
  readonly trigger_name: string
  readonly trace: string
  readonly attempts: number
  readonly due: number
  readonly received: number
}

/** One minute before the first retry, two before the second: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const retryDelays = [60_000, 120_000]
const throttledDelay = 1_000

export function createAsyncQueue({ services, find, invoke, problem }: AsyncQueueOptions): AsyncQueue {
  const { db, clock } = services.context
  db.exec(`CREATE TABLE IF NOT EXISTS lambda_async (
    id TEXT PRIMARY KEY, arn TEXT NOT NULL, payload TEXT NOT NULL, trigger_name TEXT NOT NULL, trace TEXT NOT NULL,
    attempts INTEGER NOT NULL, due INTEGER NOT NULL, received INTEGER NOT NULL) STRICT`)
  const insert = db.prepare('INSERT INTO lambda_async VALUES (?, ?, ?, ?, ?, 0, ?, ?)')
  const postpone = db.prepare('UPDATE lambda_async SET attempts = ?, due = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM lambda_async WHERE id = ?')
  const soon = db.prepare('SELECT count(*) AS n FROM lambda_async WHERE due <= ?')

  let stopped = false

  const attempt = async (row: Row): Promise<void> => {
    if (stopped) return
    const target = find(row.arn)
    if (!target) return void remove.run(row.id)
    const { definition, config } = target
    let failure: InvocationError | undefined
    let result: InvocationResult | undefined
    try {
      result = await invoke(row.arn, {
        payload: row.payload,
        trigger: row.trigger_name,
        requestId: row.id,
        ...(row.trace && { traceHeader: row.trace }),
      })
      failure = result.error
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (stopped) return
      failure = { errorType: error.name, errorMessage: error.message }
      if (error.name === 'TooManyRequestsException') return schedule({ ...row, due: clock.now() + throttledDelay })
    }
    if (stopped) return
    const attempts = row.attempts + 1
    const delay = retryDelays[row.attempts]
    const tooOld = clock.now() + (delay ?? 0) - row.received > (config.maxAge ?? 21_600) * 1000
    const final =
      !failure ||
      failure.errorType === 'RecursiveInvocationException' ||
      attempts > (config.retries ?? 2) ||
      delay === undefined
    if (!final && !tooOld) return schedule({ ...row, attempts, due: clock.now() + delay! })
    finish({ ...row, attempts }, definition, config, failure, result, tooOld && !final)
  }

  const schedule = (row: Row): void => {
    if (stopped) return
    postpone.run(row.attempts, row.due, row.id)
    clock.at(row.due, () => void attempt(row))
  }

  const finish = (
    row: Row,
    definition: FunctionDefinition,
    config: AsyncConfig,
    failure: InvocationError | undefined,
    result: InvocationResult | undefined,
    expired: boolean,
  ): void => {
    const destination = failure ? config.onFailure : config.onSuccess
    try {
      if (destination) deliver(destination, definition, destinationRecord(row, definition, failure, result, expired))
      if (failure && definition.deadLetterArn) {
        authorize(definition, definition.deadLetterArn)
        services.sqs.send(definition.deadLetterArn, {
          body: row.payload,
          messageAttributes: {
            RequestID: { DataType: 'String', StringValue: row.id },
            ErrorCode: { DataType: 'Number', StringValue: '200' },
            ErrorMessage: { DataType: 'String', StringValue: failure.errorMessage.slice(0, 1024) || failure.errorType },
          },
        })
      }
    } catch (error) {
      problem(definition, `the failed event could not be handed on: ${error instanceof Error ? error.message : error}`)
    }
    remove.run(row.id)
  }

  const authorize = (definition: FunctionDefinition, arn: string): void => {
    const { roleArn, name, step } = definition
    services.authorize(
      { type: 'role', roleArn, functionName: name, ...(step !== undefined && { step }) },
      'sqs:SendMessage',
      arn,
    )
  }

  const deliver = (arn: string, definition: FunctionDefinition, record: unknown): void => {
    if (arn.includes(':lambda:')) queue.accept(arn, { payload: JSON.stringify(record), trigger: 'destination' })
    else {
      authorize(definition, arn)
      services.sqs.send(arn, { body: JSON.stringify(record) })
    }
  }

  const queue: AsyncQueue = {
    accept(arn, { payload, trigger, traceHeader = '' }) {
      const row: Row = {
        id: randomUUID(),
        arn,
        payload,
        trigger_name: trigger,
        trace: traceHeader,
        attempts: 0,
        due: clock.now(),
        received: clock.now(),
      }
      insert.run(row.id, arn, payload, trigger, traceHeader, row.due, row.received)
      setImmediate(() => void attempt(row))
      return row.id
    },
    stop() {
      stopped = true
    },
    pending: () => (soon.get(clock.now() + 1000) as { n: number }).n,
    resume() {
      for (const row of db.prepare('SELECT * FROM lambda_async').all() as unknown as Row[])
        clock.at(row.due, () => void attempt(row))
    },
  }
  return queue
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function destinationRecord(
  row: Row,
  definition: FunctionDefinition,
  failure: InvocationError | undefined,
  result: InvocationResult | undefined,
  expired: boolean,
): unknown {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: row.id,
      functionArn: `${definition.arn}:$LATEST`,
      condition: expired ? 'EventAgeExceeded' : failure ? 'RetriesExhausted' : 'Success',
      approximateInvokeCount: row.attempts,
    },
    requestPayload: parse(row.payload),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(failure && { functionError: 'Unhandled' }) },
    responsePayload: result ? parse(result.payload.toString()) : failure,
  }
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) || Array.isArray(value) ? value : text
  } catch {
    return text
  }
}
