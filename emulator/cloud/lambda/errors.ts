/** An error of the Lambda API: what an AWS SDK client throws. */
export class LambdaApiError extends Error {
  override readonly name: string
  readonly status: number

  constructor(name: string, status: number, message: string) {
    super(message)
    this.name = name
    this.status = status
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
export function throttled(functionName: string, reserved: number): LambdaApiError {
  return new LambdaApiError(
    'TooManyRequestsException',
    429,
    `Rate Exceeded: ${functionName} has a reserved concurrency of ${reserved}`,
  )
}

export function functionNotFound(arn: string): LambdaApiError {
  return new LambdaApiError('ResourceNotFoundException', 404, `Function not found: ${arn}`)
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export function requestTooLarge(size: number, limit: number): LambdaApiError {
  return new LambdaApiError(
    'RequestTooLargeException',
    413,
    `Request must be smaller than ${limit} bytes, it has ${size}`,
  )
}
