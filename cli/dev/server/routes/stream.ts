import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { StreamEvent } from '../../protocol.ts'
import type { Session } from '../../session.ts'

/** ms between signs of life, so that a connection that died is noticed. */
const heartbeat = 15_000
/** Events a slow reader may lag behind before it is told to load everything anew. */
const backlog = 2_000

/** Everything as it happens, as Server-Sent Events. */
export function stream(session: Session): Hono {
  return new Hono().get('/stream', (context) =>
    streamSSE(context, async (sse) => {
      const queue: StreamEvent[] = []
      let wake = () => {}
      const stop = session.on((event) => {
        if (queue.length >= backlog) queue.splice(0, queue.length, { type: 'app' })
        else queue.push(event)
        wake()
      })
      sse.onAbort(() => {
        stop()
        wake()
      })
      await sse.writeSSE({ data: JSON.stringify({ type: 'app' }) })
      while (!sse.aborted) {
        const event = queue.shift()
        if (event) await sse.writeSSE({ data: JSON.stringify(event) })
        else if (await timedOut((resume) => (wake = resume))) await sse.write(': alive\n\n')
      }
    }),
  )
}

/** Waits until it is woken (false) or the heartbeat is due (true). */
function timedOut(setWake: (wake: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), heartbeat)
    timer.unref()
    setWake(() => {
      clearTimeout(timer)
      resolve(false)
    })
  })
}
