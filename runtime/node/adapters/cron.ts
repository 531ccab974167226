import type { CronContext } from '../authoring/context.ts'
import { execute } from '../invocation/execute.ts'
import { createRun, type LambdaContext } from '../invocation/run.ts'
import { compose } from '../step/compose.ts'
import { listedTopics, motiaContext, stepContext } from '../step/context.ts'
import { findStep } from '../step/find.ts'
import type { AdaptOptions } from '../step/loaded.ts'
import { invocationTraceHeader, newTraceId } from '../trace/header.ts'

export type CronHandler = (event: unknown, context: LambdaContext) => Promise<void>

/**
 * Makes the Lambda handler of a cron Step, for EventBridge Scheduler. Its failure is the invocation's: Lambda retries it.
 *
 * @throws StepNotFoundError
 */
export function adapt(module: object, options: AdaptOptions): CronHandler {
  const step = findStep(module, options, 'cron')
  const { config, handler } = step
  const allowed = listedTopics(config)
  const middleware = config.middleware ?? []
  const runDefined = compose<[CronContext]>(middleware as never, handler as never)
  // 0.x's middleware gets an input first, and a cron handler has none.
  const runMotia = compose<[undefined, object]>(
    middleware as never,
    ((_: undefined, ctx: object) => handler(ctx as never)) as never,
  )
  return async (event, lambda) => {
    const { scheduleArn, scheduledTime, skip } = readSchedule(event)
    const due = scheduledTime === undefined ? new Date() : new Date(scheduledTime)
    if (skip && scheduledTime !== undefined && isSkipped(due, skip)) return
    const header = invocationTraceHeader()
    const run = createRun({
      step: step.name,
      trigger: 'cron',
      lambda,
      header,
      traceId: header?.root ?? newTraceId(),
      parentId: scheduleArn && scheduledTime ? `${scheduleArn} ${scheduledTime}` : lambda.awsRequestId,
      hop: 0,
    })
    await execute(run, () =>
      options.dialect === 'motia'
        ? runMotia(undefined, motiaContext(run, config, allowed))
        : runDefined(stepContext(run, { scheduledTime: due })),
    )
  }
}

interface Schedule {
  readonly scheduleArn?: string
  readonly scheduledTime?: string
  readonly skip?: Skip
}

/** Days on which the schedule's twin runs, where an expression restricts days of the month and of the week. */
interface Skip {
  readonly daysOfMonth: readonly number[]
  /** IANA name. */
  readonly timezone: string
}

/** Anything else than a schedule's input is an invocation by hand. */
function readSchedule(event: unknown): Schedule {
  const { scheduleArn, scheduledTime, skip } = (event ?? {}) as Readonly<Record<string, unknown>>
  return {
    ...(typeof scheduleArn === 'string' && { scheduleArn }),
    ...(typeof scheduledTime === 'string' && !Number.isNaN(Date.parse(scheduledTime)) && { scheduledTime }),
    ...(typeof skip === 'object' && skip !== null && { skip: skip as Skip }),
  }
}

function isSkipped(due: Date, { daysOfMonth, timezone }: Skip): boolean {
  const day = new Intl.DateTimeFormat('en', { day: 'numeric', timeZone: timezone }).format(due)
  return daysOfMonth.includes(Number(day))
}
