/** SNS lists a hundred things at a time. */
const SIZE = 100

export function page<T>(
  all: readonly T[],
  token: string | undefined,
): { items: readonly T[]; next: { NextToken?: string } } {
  const start = Number(token ?? 0)
  const end = start + SIZE
  return { items: all.slice(start, end), next: end < all.length ? { NextToken: String(end) } : {} }
}
