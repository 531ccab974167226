import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { UsageError } from '../../errors.ts'
import type { Synthesizer } from './model.ts'
import type { Answer, Order } from './own-app-worker.ts'

/**
 * The app of a project without one. It runs in a thread, which loads the CDK while this one reads, and keeps it for the
 * syntheses to come.
 */
export function createOwnApp(root: string, name: string): Synthesizer {
  let thread: ReturnType<typeof startThread> | undefined
  return {
    begin(outdir) {
      thread ??= startThread()
      const { worker, failed } = thread
      return {
        async finish(prepared) {
          worker.ref()
          try {
            const answered = once(worker, 'message') as Promise<[Answer]>
            worker.postMessage({ root, name, outdir, prepared } satisfies Order)
            const [{ error }] = await Promise.race([answered, failed])
            if (error !== undefined) throw new UsageError(error)
          } finally {
            worker.unref()
          }
        },
        abandon: () => {},
      }
    },
    async close() {
      await thread?.worker.terminate()
    },
  }
}

/** The thread, which keeps no process alive while it waits, and what rejects should it fail. */
function startThread() {
  const file = path.join(import.meta.dirname, `own-app-worker${path.extname(import.meta.filename)}`)
  const worker = new Worker(file, { env: { CDK_VALIDATION: 'false', ...process.env } })
  worker.unref()
  const failed = new Promise<never>((_, reject) => worker.once('error', reject))
  failed.catch(() => {})
  return { worker, failed }
}
