import type { Emulator, EmulatorEvent, LogLine } from '../../emulator/index.ts'

export interface Followed {
  readonly event: EmulatorEvent
  /** With the end of a failed invocation: the line in which the Step's error was logged. */
  readonly cause?: LogLine
  /** This line is the `cause` of an invocation that is about to end: it need not be told twice. */
  readonly held?: true
}

/** Listens to an emulator, with what failed marked as such. */
export function followEvents(emulator: Pick<Emulator, 'on'>, listener: (followed: Followed) => void): void {
  const follow = createFailures()
  emulator.on((event) => {
    const tell = () => listener(follow(event))
    // A function's last lines and its answer come by different pipes; both have been written, so one turn later both are read.
    if (event.type === 'invocation.end' || event.type === 'request') setImmediate(tell)
    else tell()
  })
}

/**
 * Tells which invocations failed. A function answers also when its Step failed, with a 500 or with the records to try
 * again, so its own end says nothing: the error is in the line that the runtime logs.
 */
export function createFailures(): (event: EmulatorEvent) => Followed {
  const running = new Map<string, LogLine | undefined>()
  return (event) => {
    switch (event.type) {
      case 'invocation.start':
        running.set(event.requestId, undefined)
        return { event }
      case 'log': {
        const { requestId } = event.line
        if (!isFailure(event.line) || requestId === undefined || !running.has(requestId)) return { event }
        if (running.get(requestId)) return { event }
        running.set(requestId, event.line)
        return { event, held: true }
      }
      case 'invocation.end': {
        const cause = running.get(event.requestId)
        running.delete(event.requestId)
        if (!cause) return { event }
        return { event: { ...event, error: event.error ?? errorOf(cause) }, cause }
      }
      default:
        return { event }
    }
  }
}

/** What the runtimes say of a Step, and the emulator of a function that could not say it itself; not what a handler logs. */
const isFailure = ({ level, message, fields }: LogLine): boolean =>
  level === 'ERROR' &&
  ((fields['errorType'] !== undefined && /^step (['"]).*\1 failed$/.test(message)) ||
    /^(Sandbox|Runtime|Function)\.\w+: /.test(message))

function errorOf({ fields, message }: LogLine): { type: string; message: string } {
  const [type = 'Error', ...rest] = message.split(': ')
  return fields['errorType'] === undefined
    ? { type, message: rest.join(': ') }
    : { type: String(fields['errorType']), message: String(fields['errorMessage']) }
}
