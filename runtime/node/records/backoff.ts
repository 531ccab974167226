/** Seconds; the most that a retry waits. */
const longest = 900

/**
 * Seconds until a failed record is tried again: 2 doubling with each attempt to 15 min, between half of that and all of it
 * so that records which failed together do not return together. Motia 0.x waits 2 s each time.
 *
 * After the last try it is none: SQS moves a message to its dead-letter queue when it would be received once more.
 */
export function retryDelay(
  attempt: number,
  maxRetries: number,
  dialect: 'define-step' | 'motia',
  random: () => number = Math.random,
): number {
  if (attempt > maxRetries) return 0
  if (dialect === 'motia') return 2
  const ceiling = Math.min(longest, 2 ** Math.min(attempt, 10))
  return Math.ceil(ceiling * (0.5 + random() / 2))
}
