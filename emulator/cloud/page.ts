/** A part of a list, and the token that the next part is asked for with. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

/** The `size` items of a list from where `token`, which an earlier page gave, points. @param refuse throws for any other token */
export function pageOf<T>(list: readonly T[], token: string | undefined, size: number, refuse: () => never): Page<T> {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!Number.isInteger(start) || start < 0 || (token !== undefined && start === 0)) refuse()
  const end = start + size
  return {
    items: list.slice(start, end),
    ...(end < list.length && { next: Buffer.from(String(end)).toString('base64url') }),
  }
}
