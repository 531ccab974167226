/** A schedule expression that EventBridge Scheduler would refuse. */
export class ScheduleExpressionError extends Error {
  override readonly name = 'ScheduleExpressionError'

  constructor(expression: string, why: string) {
    super(
      `schedule expression '${expression}' is not valid: ${why}; see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html`,
    )
  }
}
