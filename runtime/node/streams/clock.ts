let last = 0

/**
 * ms since 1970, later than all that were asked for before: clients drop what is not newer than what they saw. Those of one
 * ms differ by a fraction, so that a busy process does not run ahead of others.
 */
export function timestamp(): number {
  const now = Date.now()
  last = now > last ? now : last + 0.001
  return last
}
