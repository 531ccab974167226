import type { Browser, Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  /** Time of the thread's own, in µs: what else the machine does is not in it. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** The tasks of the page's main thread while something is done: processor time of each, in ms, longest first. */
export async function tasksOf(browser: Browser, page: Page, act: () => Promise<unknown>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel'] })
  const trace = await act().then(
    () => browser.stopTracing(),
    async (error) => {
      await browser.stopTracing()
      throw error
    },
  )
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
  const threadOf = (event: TraceEvent) => `${event.pid}:${event.tid}`
  const isMain = (event: TraceEvent) => event.name === 'thread_name' && event.args.name === 'CrRendererMain'
  const main = new Set(traceEvents.filter(isMain).map(threadOf))
  const isTask = (event: TraceEvent) => event.name === 'ThreadControllerImpl::RunTask' && main.has(threadOf(event))
  const tasks = traceEvents.filter(isTask)
  return tasks.map((task) => (task.tdur ?? 0) / 1000).sort((a, b) => b - a)
}
