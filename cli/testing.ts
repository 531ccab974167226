/**
 * The app under test, on the emulator, in memory: `import { startApp } from 'motia-aws/testing'`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Emulator, startEmulator } from '../emulator/index.ts'
import { loadConfig } from './config.ts'
import { createBuilder } from './dev/build.ts'
import { functionEnvironment, loadEnvironment } from './dev/environment.ts'
import { preparePython } from './dev/python.ts'
import { type StateReader, stateReader } from './state.ts'

export type { Emulator, InvokeResult, LogLine, Span, Trace } from '../emulator/index.ts'
export { startEmulator } from '../emulator/index.ts'

export interface TestApp extends Emulator {
  /** The app's state, as dialect A's keys: `await app.state.get('order:123')`. */
  readonly state: StateReader
}

/**
 * Builds the project in a folder and starts it on the emulator, in memory, on free ports.
 *
 * @param root the project's folder
 * @param options.environment added to the functions' environment, over `.env`
 * @throws {BrokenProjectError} with everything that is wrong with the Steps
 * @example
 * const app = await startApp('.')
 * await fetch(`${app.apiUrl}/orders`, { method: 'POST', body: '{}' })
 * await app.idle()
 * expect(await app.state.get('order:1')).toEqual({ status: 'paid' })
 * await app.stop()
 */
export async function startApp(
  root: string,
  options: { readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<TestApp> {
  const folder = path.resolve(root)
  const directory = await mkdtemp(path.join(tmpdir(), 'motia-aws-'))
  try {
    const config = await loadConfig(folder)
    const builder = createBuilder(folder, { config, directory })
    const { project, assembly, stack } = await builder.build()
    const hasPython = project.steps.some((step) => step.language === 'python')
    const python = hasPython
      ? await preparePython(folder, { interpreter: config.python ?? 'python3', onProgress: () => {} })
      : undefined
    const emulator = await startEmulator({
      assembly,
      stack,
      environment: { ...functionEnvironment(project.steps, await loadEnvironment(folder)), ...options.environment },
      ...(python ? { python } : {}),
      ...(config.region === undefined ? {} : { region: config.region }),
    })
    return {
      ...emulator,
      state: stateReader(emulator),
      async stop() {
        await emulator.stop()
        await builder.close()
        await rm(directory, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}
