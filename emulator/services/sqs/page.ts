import { invalidParameter } from './errors.ts'

interface PageRequest {
  readonly MaxResults?: number | undefined
  readonly NextToken?: string | undefined
}

/** A part of a list: all of it (at most 1,000) unless MaxResults asks for less, then with a token for the rest. */
export function page<T>(all: readonly T[], request: PageRequest): { items: T[]; nextToken: { NextToken?: string } } {
  const start = request.NextToken === undefined ? 0 : Number(Buffer.from(request.NextToken, 'base64').toString())
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('Invalid or expired next token.')
  const end = start + (request.MaxResults ?? 1000)
  const more = request.MaxResults !== undefined && end < all.length
  return {
    items: all.slice(start, end),
    nextToken: more ? { NextToken: Buffer.from(String(end)).toString('base64') } : {},
  }
}
