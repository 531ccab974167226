import type { LogLine } from '../../model.ts'
import { isRecord } from '../template/model.ts'

export type ParsedLine = Pick<LogLine, 'level' | 'message' | 'fields'> & {
  readonly time?: number
  readonly requestId?: string
  readonly traceId?: string
}

const levels: Readonly<Record<string, LogLine['level']>> = {
  TRACE: 'DEBUG',
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  WARN: 'WARN',
  WARNING: 'WARN',
  ERROR: 'ERROR',
  FATAL: 'ERROR',
  CRITICAL: 'ERROR',
}

/** Reads a line of a function: JSON, what Lambda's runtimes write as text, or anything else. */
export function parseLine(line: string, stream: 'stdout' | 'stderr'): ParsedLine {
  return (
    parseJsonLine(line) ??
    parseTextLine(line) ?? { level: stream === 'stderr' ? 'WARN' : 'INFO', message: restoreLines(line), fields: {} }
  )
}

function parseJsonLine(line: string): ParsedLine | undefined {
  if (!line.startsWith('{')) return undefined
  let record: unknown
  try {
    record = JSON.parse(line)
  } catch {
    return undefined
  }
  if (!isRecord(record)) return undefined
  // Lambda's Python writes the level of its own errors as `log_level`.
  const { timestamp, log_level, level = log_level, message, requestId, traceId, step: _, ...fields } = record
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN
  return {
    level: levels[String(level).toUpperCase()] ?? 'INFO',
    message: messageText(message ?? fields['errorMessage']),
    fields: isRecord(message) ? { ...fields, ...message } : fields,
    ...(Number.isFinite(time) && { time }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(typeof traceId === 'string' && { traceId }),
  }
}

function messageText(message: unknown): string {
  if (typeof message === 'string') return message
  if (isRecord(message) && typeof message['errorMessage'] === 'string')
    return `${message['errorType'] ?? 'Error'}: ${message['errorMessage']}`
  return message === undefined ? '' : JSON.stringify(message)
}

/** Node: time, request id, level, message; Python: [level], time, request id, message. Tabs between. */
function parseTextLine(line: string): ParsedLine | undefined {
  const parts = line.split('\t')
  if (parts.length < 4) return undefined
  const python = /^\[(\w+)\]$/.exec(parts[0]!)
  const [timestamp, requestId, level] = python ? [parts[1]!, parts[2]!, python[1]!] : [parts[0]!, parts[1]!, parts[2]!]
  const time = Date.parse(timestamp)
  const known = levels[level]
  if (!known || Number.isNaN(time)) return undefined
  return {
    level: known,
    time,
    message: restoreLines(parts.slice(3).join('\t')),
    fields: {},
    ...(requestId !== 'undefined' && requestId !== 'None' && { requestId }),
  }
}

/** One record is one line: the runtimes write its line breaks as carriage returns. */
function restoreLines(text: string): string {
  return text.replaceAll('\r', '\n')
}
