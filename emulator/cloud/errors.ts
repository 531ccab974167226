/** A template or assembly that cannot be read or run; the message lists every problem at once. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(
      problems.length === 1
        ? problems[0]
        : `the template cannot run here:\n${problems.map((p) => `- ${p}`).join('\n')}`,
      options,
    )
    this.problems = problems
  }
}

/** A resource that could not be created or changed. */
export class DeployError extends Error {
  override readonly name = 'DeployError'
}

/** Something asked of the emulator that is not there: a Step, a queue, a schedule. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError'
}

/** `idle()` gave up; the message names what is still busy. */
export class StillBusyError extends Error {
  override readonly name = 'StillBusyError'
}
