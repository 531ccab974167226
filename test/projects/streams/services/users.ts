const users: Record<string, string> = { 'token-of-ada': 'ada', 'token-of-bob': 'bob' }

/** Null is anonymous; a token that nobody has is refused. */
export function userOf(token: string | null): { user: string } | null {
  if (token === null) return null
  const user = users[token]
  if (!user) throw new Error('no such token')
  return { user }
}
