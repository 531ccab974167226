import type { Engine } from './engine.ts'
import type { Queue } from './queue.ts'
import type { MessageRow } from './schema.ts'

/** Long polling: answers as soon as there is a message, or with none after `seconds` of the emulator's clock. */
export function waitForMessages(
  engine: Engine,
  queue: Queue,
  options: {
    readonly max: number
    readonly visibility: number | undefined
    readonly seconds: number
    readonly signal: AbortSignal
  },
): Promise<readonly MessageRow[]> | readonly MessageRow[] {
  const { max, visibility, seconds, signal } = options
  const now = engine.receive(queue, max, visibility)
  if (now.length > 0 || seconds === 0) return now

  return new Promise((resolve, reject) => {
    const finish = (rows: readonly MessageRow[]) => {
      stopListening()
      stopTimer()
      signal.removeEventListener('abort', leave)
      resolve(rows)
    }
    const leave = () => finish([])
    const tryAgain = () => {
      if (engine.registry.find(queue.name) !== queue) return leave()
      try {
        const rows = engine.receive(queue, max, visibility)
        if (rows.length > 0) finish(rows)
      } catch (error) {
        reject(error)
      }
    }
    const stopListening = engine.availability.listen(queue.name, tryAgain)
    const stopTimer = engine.context.clock.at(engine.context.clock.now() + seconds * 1000, leave)
    signal.addEventListener('abort', leave)
    if (signal.aborted) leave()
  })
}
