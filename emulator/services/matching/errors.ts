/** A pattern that says something which no event could be tested for. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
}
