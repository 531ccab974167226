/**
 * Writes what an author gives a logger as one line of JSON. Never throws: a log call is no reason to fail.
 */
export function jsonLine(entry: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(entry, plain)
  } catch {
    return JSON.stringify(entry, withoutCycles())
  }
}

/** What errors look like in Lambda's JSON log format. */
export function errorFields(error: Error): Record<string, unknown> {
  return {
    ...error,
    name: undefined,
    errorType: error.name,
    errorMessage: error.message,
    stackTrace: error.stack?.split('\n').map((line) => line.trim()) ?? [],
    ...(error.cause !== undefined && { cause: error.cause }),
    ...(error instanceof AggregateError && { errors: error.errors }),
  }
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Error) return errorFields(value)
  return value
}

function withoutCycles(): (this: unknown, key: string, value: unknown) => unknown {
  const ancestors: unknown[] = []
  return function (this: unknown, key: string, raw: unknown) {
    const value = plain(key, raw)
    if (typeof value !== 'object' || value === null) return value
    while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop()
    if (ancestors.includes(value)) return '[circular]'
    ancestors.push(value)
    return value
  }
}
