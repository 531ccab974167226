/** A line as CloudWatch Logs keeps it. Times are ms since 1970. */
export interface LogEvent {
  /** Grows with each line. */
  readonly id: number
  readonly group: string
  readonly stream: string
  readonly timestamp: number
  readonly ingested: number
  readonly message: string
}

export interface LogStream {
  readonly name: string
  readonly created: number
  readonly first: number
  readonly last: number
  readonly ingested: number
}

/** The newest lines of all functions, in the log groups and streams that they would be in on AWS. */
export interface LogStore {
  add(line: {
    readonly group: string
    readonly stream: string
    readonly timestamp: number
    readonly text: string
  }): void
  /** A line of Lambda's own about a function, in its newest stream. */
  note(group: string, text: string): void
  /** By time. */
  events(group: string): LogEvent[]
  streams(group: string): LogStream[]
  /** The groups that have lines. */
  groups(): string[]
}

const kept = 10_000

export function createLogStore(clock: { now(): number }): LogStore {
  let lines: LogEvent[] = []
  let count = 0
  const streams = new Map<string, Map<string, LogStream>>()

  const add: LogStore['add'] = ({ group, stream, timestamp: time, text }) => {
    const ingested = clock.now()
    const timestamp = Math.floor(time)
    // A record is one line: the runtimes write its line breaks as carriage returns.
    lines.push({ id: ++count, group, stream, timestamp, ingested, message: text.replaceAll('\r', '\n') })
    if (lines.length > kept * 2) lines = lines.slice(-kept)
    const known = streams.get(group) ?? new Map<string, LogStream>()
    const before = known.get(stream)
    known.set(stream, {
      name: stream,
      created: before?.created ?? ingested,
      first: Math.min(before?.first ?? timestamp, timestamp),
      last: Math.max(before?.last ?? timestamp, timestamp),
      ingested,
    })
    streams.set(group, known)
  }

  return {
    add,
    note(group, text) {
      const newest = [...(streams.get(group)?.keys() ?? [])].at(-1)
      const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')
      add({ group, stream: newest ?? `${day}/[$LATEST]${'0'.repeat(32)}`, timestamp: clock.now(), text })
    },
    events: (group) =>
      lines
        .slice(-kept)
        .filter((line) => line.group === group)
        .sort((a, b) => a.timestamp - b.timestamp || a.id - b.id),
    streams: (group) => [...(streams.get(group)?.values() ?? [])],
    groups: () => [...streams.keys()],
  }
}
