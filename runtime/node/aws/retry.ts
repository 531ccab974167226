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
 * Waits before the next attempt: full jitter over 50 ms doubled with each, at most 5 s. Resolves to false, at once, when
 * the deadline (ms since 1970) might come first.
 *
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export async function backoff(attempt: number, deadline: number): Promise<boolean> {
  const ceiling = Math.min(25 * 2 ** attempt, 5000)
  if (Date.now() + ceiling >= deadline) return false
  await new Promise((resolve) => setTimeout(resolve, Math.random() * ceiling))
  return true
}
