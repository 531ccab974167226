/**
 * An error that an AWS API answers with. `code` is the error's name in AWS's API reference, which the SDKs give to what
 * they throw; `message` is for the reader.
 */
export class AwsError extends Error {
  override readonly name: string
  readonly code: string
  /** HTTP status. */
  readonly status: number
  /** More members of the error's structure (`CancellationReasons`, `Item`). */
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    options: {
      readonly status?: number
      readonly members?: Readonly<Record<string, unknown>>
      readonly cause?: unknown
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = code
    this.code = code
    this.status = options.status ?? 400
    this.members = options.members ?? {}
  }
}
