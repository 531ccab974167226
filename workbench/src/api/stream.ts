import type { QueryClient } from '@tanstack/react-query'
import type { LogLine, StreamEvent } from '../../../cli/dev/protocol.ts'
import { setConnected } from './connection.ts'
import { noteInvocation } from './live.ts'
import { type LogQuery, logLimit } from './queries.ts'

/** Longest wait, in ms, before what events changed is asked for again: many events make one request. */
const gather = 150

/** Listens to the dev server and tells the query cache what is out of date; returns what stops it. */
export function listen(client: QueryClient): () => void {
  const stale = new Set<string>()
  const lines: LogLine[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let wasLost = false

  const flush = () => {
    timer = undefined
    for (const key of stale) client.invalidateQueries({ queryKey: JSON.parse(key) as readonly string[] })
    stale.clear()
    if (lines.length > 0) appendLogs(client, lines.splice(0))
  }
  const mark = (...keys: readonly (readonly string[])[]) => {
    for (const key of keys) stale.add(JSON.stringify(key))
    timer ??= setTimeout(flush, gather)
  }

  let source: EventSource | undefined
  const begin = () => {
    source = new EventSource('/api/stream')
    source.onopen = () => {
      setConnected(true)
      if (wasLost) client.invalidateQueries()
      wasLost = false
    }
    source.onerror = () => {
      wasLost = true
      setConnected(false)
    }
    source.onmessage = receive
  }
  const receive = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as StreamEvent
    if (event.type === 'log') lines.push(event.line)
    if (event.type === 'invocation.start' || event.type === 'invocation.end') noteInvocation(event)
    mark(...outOfDate(event))
  }
  // A browser keeps six connections to one server: a page that nobody sees must not hold one.
  const follow = () => {
    if (document.hidden) {
      source?.close()
      source = undefined
      wasLost = true
    } else if (!source) begin()
  }
  follow()
  document.addEventListener('visibilitychange', follow)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', follow)
    source?.close()
  }
}

/** The query keys whose answers an event changes. */
export function outOfDate(event: StreamEvent): readonly (readonly string[])[] {
  switch (event.type) {
    case 'trace':
      return [['traces'], ['trace', event.traceId]]
    case 'invocation.start':
      return [['queues']]
    case 'invocation.end':
      return [['app'], ['queues'], ['schedules']]
    case 'deadLetter':
    case 'queues':
      return [['queues'], ['messages']]
    case 'state':
      return [['state']]
    case 'app':
    case 'deployed':
      return [['app'], ['source'], ['queues'], ['schedules'], ['limits']]
    case 'request':
    case 'log':
      return []
  }
}

function appendLogs(client: QueryClient, lines: readonly LogLine[]): void {
  for (const query of client.getQueryCache().findAll({ queryKey: ['logs'] })) {
    const filter = query.queryKey[1] as LogQuery
    const fitting = lines.filter((line) => fits(line, filter))
    if (fitting.length === 0) continue
    client.setQueryData<LogLine[]>(query.queryKey, (held) => {
      if (!held) return held
      const last = held.at(-1)?.id ?? -1
      return [...held, ...fitting.filter((line) => line.id > last)].slice(-logLimit)
    })
  }
}

/** Whether a line belongs in a list with this filter; the same rule as the server's. */
export function fits(line: LogLine, filter: LogQuery): boolean {
  if (filter.step && line.step !== filter.step) return false
  if (filter.level && line.level !== filter.level) return false
  if (filter.traceId && line.traceId !== filter.traceId) return false
  if (!filter.text) return true
  const text = filter.text.toLowerCase()
  return line.message.toLowerCase().includes(text) || JSON.stringify(line.fields).toLowerCase().includes(text)
}
