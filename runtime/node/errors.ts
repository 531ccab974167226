/**
 * Every error that the runtime itself throws. Each has its class name as `name`, so that a handler, a log filter or an
 * alarm can tell them apart, and a message that says how to mend it.
 */

/** What all errors of the runtime have in common. */
export class MotiaError extends Error {
  override readonly name: string = 'MotiaError'
}

/** The step file exports nothing that its adapter can run. */
export class StepNotFoundError extends MotiaError {
  override readonly name = 'StepNotFoundError'
}

/** The function was invoked with something else than its trigger sends. */
export class InvalidEventError extends MotiaError {
  override readonly name = 'InvalidEventError'
}

/** An environment variable that `cdk deploy` or the emulator sets is missing. */
export class MissingSettingError extends MotiaError {
  override readonly name = 'MissingSettingError'
  constructor(variable: string, remedy: string) {
    super(`environment variable ${variable} is not set: ${remedy}`)
  }
}

/** A body, query or event input does not fit its schema; no retry can help. */
export class InvalidInputError extends MotiaError {
  override readonly name = 'InvalidInputError'
  readonly issues: readonly Issue[]
  constructor(what: string, issues: readonly Issue[]) {
    super(`${what}: ${issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')}`)
    this.issues = issues
  }
}

/** One thing that does not fit a schema. */
export interface Issue {
  /** Keys joined by dots, as `items.0.sku`; empty for the whole value. */
  readonly path: string
  readonly message: string
}

/** An emit that cannot be sent as it is: no such topic, data that JSON cannot hold, an option its transport lacks. */
export class InvalidEmitError extends MotiaError {
  override readonly name = 'InvalidEmitError'
}

/** A message is larger than its transport takes. */
export class PayloadTooLargeError extends MotiaError {
  override readonly name = 'PayloadTooLargeError'
  readonly topic: string
  /** Bytes, with the envelope. */
  readonly size: number
  /** Bytes. */
  readonly limit: number
  constructor(topic: string, transport: string, size: number, limit: number) {
    super(
      `message for topic "${topic}" is ${size} bytes, ${transport} takes at most ${limit}: put the data in state or S3 and emit its key`,
    )
    this.topic = topic
    this.size = size
    this.limit = limit
  }
}

/** A flow went through more emits than any real one does: a loop. */
export class TooManyHopsError extends MotiaError {
  override readonly name = 'TooManyHopsError'
}

/** A state key that DynamoDB cannot hold. */
export class InvalidStateKeyError extends MotiaError {
  override readonly name = 'InvalidStateKeyError'
}

/** A value that JSON, and so state, cannot hold. */
export class InvalidStateValueError extends MotiaError {
  override readonly name = 'InvalidStateValueError'
}

/** A state item is larger than DynamoDB's 400 KB. */
export class StateItemTooLargeError extends MotiaError {
  override readonly name = 'StateItemTooLargeError'
  /** Bytes. */
  readonly size: number
  /** Bytes. */
  readonly limit: number
  constructor(group: string, key: string, size: number, limit: number) {
    super(
      `state item "${key}" of group "${group}" is ${size} bytes, DynamoDB takes at most ${limit}: split the value or keep it in S3`,
    )
    this.size = size
    this.limit = limit
  }
}

/** An item, event or place of a stream that cannot be stored or told. */
export class InvalidStreamItemError extends MotiaError {
  override readonly name = 'InvalidStreamItemError'
}

/** `state.update` met a concurrent writer at every try. */
export class StateConflictError extends MotiaError {
  override readonly name = 'StateConflictError'
}

/** An answer is larger than what Lambda returns. */
export class ResponseTooLargeError extends MotiaError {
  override readonly name = 'ResponseTooLargeError'
}

/** What was asked for could not be done in the time that the function has. */
export class OutOfTimeError extends MotiaError {
  override readonly name = 'OutOfTimeError'
}
