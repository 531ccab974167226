import { BrokenProjectError, UsageError } from '../errors.ts'
import type { Build } from './build.ts'
import { printFindings, stage, type Terminal } from './terminal.ts'
import { watchProject } from './watch.ts'

/** A project that is broken from the start is waited for, as long as somebody may mend it. */
export async function firstBuild(
  root: string,
  build: () => Promise<Build>,
  options: { readonly terminal: Terminal; readonly watch: boolean },
): Promise<Build> {
  const since = Date.now()
  try {
    return await stage(options.terminal, 'reading and bundling the Steps', build)
  } catch (error) {
    if (!(error instanceof BrokenProjectError || error instanceof UsageError) || !options.watch) throw error
    if (error instanceof BrokenProjectError) printFindings(options.terminal, error.findings)
    else options.terminal.write(`  ${options.terminal.paint('red', '✗')} ${error.message}`)
    options.terminal.write('  waiting for these to be mended (Ctrl-C ends)')
    await nextChange(root, since)
    return firstBuild(root, build, options)
  }
}

async function nextChange(root: string, since: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const watcher = await watchProject(root, async () => resolve(), { onError: reject, since })
  try {
    await promise
  } finally {
    await watcher.close()
  }
}
