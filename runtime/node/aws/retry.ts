/** Error codes of AWS that mean: later. */
const throttling = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'SlowDown',
  'KMSThrottlingException',
  'OverLimit',
  'TransactionInProgressException',
  'RequestTimeout',
  'RequestTimeoutException',
])

/** Calls are tried so often, first one included. */
export const maxAttempts = 5

export function isRetryable(status: number, code: string): boolean {
  return status >= 500 || status === 429 || throttling.has(code)
}

/**
 * Waits before the next attempt: full jitter over 50 ms doubled with each, at most 5 s and never past the deadline.
 *
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(attempt: number, deadline: number): Promise<void> {
  const ceiling = Math.min(50 * 2 ** attempt, 5000, Math.max(0, deadline - Date.now()))
  return new Promise((resolve) => setTimeout(resolve, Math.random() * ceiling))
}
