import type { LogFilter, LogLine } from '../../model.ts'
import { parseLine } from './parse.ts'

/** The newest lines of all functions. */
export interface Logs {
  /** @param traceIdOf the flow of a request, for lines that do not say */
  add(
    step: string,
    line: string,
    at: { readonly requestId: string | undefined; readonly stream: 'stdout' | 'stderr' },
  ): LogLine
  /** A line of the emulator itself about a Step. */
  note(step: string, level: LogLine['level'], message: string, requestId?: string): LogLine
  /** Oldest first; the newest `limit` of those that match. */
  list(filter: LogFilter): LogLine[]
}

const kept = 10_000

export function createLogs(clock: { now(): number }, traceIdOf: (requestId: string) => string | undefined): Logs {
  let lines: LogLine[] = []
  let count = 0

  const push = (line: Omit<LogLine, 'id'>): LogLine => {
    const numbered = { id: ++count, ...line }
    lines.push(numbered)
    if (lines.length > kept * 2) lines = lines.slice(-kept)
    return numbered
  }

  return {
    add(step, text, { requestId: current, stream }) {
      const {
        time,
        requestId = current,
        traceId = requestId && traceIdOf(requestId),
        ...parsed
      } = parseLine(text, stream)
      const ahead = clock.now() - Date.now()
      return push({
        time: time === undefined ? clock.now() : time + ahead,
        step,
        ...parsed,
        ...(requestId && { requestId }),
        ...(traceId && { traceId }),
      })
    },
    note(step, level, message, requestId) {
      const traceId = requestId === undefined ? undefined : traceIdOf(requestId)
      return push({
        time: clock.now(),
        step,
        level,
        message,
        fields: {},
        ...(requestId !== undefined && { requestId }),
        ...(traceId !== undefined && { traceId }),
      })
    },
    list({ step, traceId, level, text, since = 0, limit = 1000 }) {
      const wanted = text?.toLowerCase()
      const matching = lines
        .slice(-kept)
        .filter(
          (line) =>
            (step === undefined || line.step === step) &&
            (traceId === undefined || line.traceId === traceId) &&
            (level === undefined || line.level === level) &&
            line.time >= since &&
            (wanted === undefined || `${line.message} ${JSON.stringify(line.fields)}`.toLowerCase().includes(wanted)),
        )
      return matching.slice(-limit)
    },
  }
}
