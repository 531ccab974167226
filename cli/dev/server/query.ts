import { RequestError } from './errors.ts'

/** Reads a number from a query string. @throws {RequestError} 400 when it is not one, or out of range. */
export function numberIn(
  value: string | undefined,
  name: string,
  fallback: number,
  max = Number.MAX_SAFE_INTEGER,
): number {
  if (value === undefined || value === '') return fallback
  const number = Number(value)
  if (!Number.isFinite(number) || number < 0)
    throw new RequestError(400, `${name} is ${JSON.stringify(value)}; it must be a number of at least 0`)
  return Math.min(number, max)
}

/** Reads a JSON body that is an object. @throws {RequestError} 400. */
export async function objectIn(request: { text(): Promise<string> }): Promise<Record<string, unknown>> {
  const text = await request.text()
  if (text === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new RequestError(400, `the body is no JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RequestError(400, 'the body must be a JSON object')
  return value as Record<string, unknown>
}
