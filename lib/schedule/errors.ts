/** Thrown for a cron expression that cannot be understood or that EventBridge cannot run. */
export class InvalidCronError extends Error {
  override readonly name = 'InvalidCronError'

  constructor(expression: string, why: string) {
    super(`cron expression '${expression}' ${why}`)
  }
}
