interface Failure {
  readonly code: string
  readonly detail: string
  readonly service: string
  readonly operation: string
  readonly attempts: number
  readonly status?: number | undefined
  readonly requestId?: string | undefined
  readonly cause?: unknown
}

/** AWS refused a call, or could not be reached, after all retries. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  /** As AWS calls it: `AccessDeniedException`, `QueueDoesNotExist`; `ECONNRESET` and the like for the network. */
  readonly code: string
  readonly service: string
  readonly operation: string
  /** The HTTP status; undefined when there was no answer. */
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly attempts: number

  constructor({ code, detail, service, operation, attempts, status, requestId, cause }: Failure) {
    const tries = attempts > 1 ? ` after ${attempts} attempts` : ''
    super(`${service} ${operation} failed${tries}: ${code}: ${detail}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.service = service
    this.operation = operation
    this.status = status
    this.requestId = requestId
    this.attempts = attempts
  }
}
