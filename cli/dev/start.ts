import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Emulator } from '../../emulator/index.ts'
import type { Finding, Step } from '../../lib/steps/model.ts'
import type { LoadedConfig } from '../config.ts'
import { BrokenProjectError, UsageError } from '../errors.ts'
import { createActivity } from './activity.ts'
import { createBuilder, type Progress } from './build.ts'
import { functionEnvironment, loadEnvironment } from './environment.ts'
import { followEvents } from './failures.ts'
import { firstBuild } from './first-build.ts'
import { lockProject } from './lock.ts'
import { missingFor } from './missing.ts'
import { freePort } from './ports.ts'
import type { AppStatus, StreamEvent } from './protocol.ts'
import { type Python, preparePython } from './python.ts'
import { advertise } from './running.ts'
import type { Session } from './session.ts'
import { workbenchFolder } from './site.ts'
import { findCdkApp } from './synthesis/cdk-app.ts'
import { banner, describeEvent, printFindings, stage, type Terminal } from './terminal.ts'
import { watchProject } from './watch.ts'

export interface DevOptions {
  readonly config: LoadedConfig
  readonly terminal: Terminal
  readonly port: number
  readonly workbenchPort: number
  readonly inspect: string | undefined
  readonly fresh: boolean
  readonly watch: boolean
  /** No line per invocation. */
  readonly quiet: boolean
}

export interface Dev {
  readonly apiUrl: string | undefined
  readonly workbenchUrl: string
  stop(): Promise<void>
}

/** Build, emulator, server, watcher: in this order, and stopped the other way round. */
export async function startDev(root: string, options: DevOptions): Promise<Dev> {
  const { terminal, config } = options
  const data = path.join(root, '.motia')
  const unlock = lockProject(data)
  if (options.fresh) await rm(path.join(data, 'data'), { recursive: true, force: true })
  // What comes after a build is got ready while it goes on.
  let loading: ReturnType<typeof loadServices> | undefined
  let preparing: Promise<Python | undefined> | undefined
  const progress: Progress = {
    onRead({ steps }) {
      preparing = Promise.resolve(preparing).then(() => pythonFor(root, steps, options))
    },
    onBundled() {
      loading ??= loadServices()
    },
  }
  const builder = createBuilder(root, { config, directory: data })
  let build = await firstBuild(root, () => builder.build(progress), options)
  const { startEmulator, startServer } = await (loading ?? loadServices())

  if (options.inspect !== undefined) checkInspected(options.inspect, build.project.steps)
  const dotenv = await loadEnvironment(root)
  const environment = functionEnvironment(build.project.steps, dotenv)
  const python = await preparing
  const apiPort = await freePort(options.port)
  const emulator = await stage(terminal, 'starting the emulator', () =>
    startEmulator({
      assembly: build.assembly,
      ...(build.stack === undefined ? {} : { stack: build.stack }),
      apiPort,
      directory: path.join(data, 'data'),
      environment,
      ...(python ? { python } : {}),
      ...(options.inspect === undefined ? {} : { inspect: options.inspect }),
      ...(config.region === undefined ? {} : { region: config.region }),
    }),
  )

  const listeners = new Set<(event: StreamEvent) => void>()
  const publish = (event: StreamEvent) => {
    for (const listener of listeners) listener(event)
  }
  let status: AppStatus = { state: 'running' }
  const setStatus = (next: AppStatus) => {
    status = next
    publish({ type: 'app' })
  }
  const activity = createActivity()
  followEvents(emulator, (followed) => {
    activity.record(followed.event)
    publish(followed.event)
    const line = options.quiet ? undefined : describeEvent(terminal, followed)
    if (line !== undefined) terminal.write(line)
  })
  const session: Session = {
    name: builder.name,
    root,
    emulator,
    activity,
    get project() {
      return build.project
    },
    get assembly() {
      return build.assembly
    },
    get status() {
      return status
    },
    get missing() {
      return missingFor(build.project, environment, python)
    },
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const server = await startServer(session, {
    port: await freePort(options.workbenchPort),
    workbench: workbenchFolder(),
  })

  const { endpoint, region } = emulator
  const withdraw = advertise(root, { pid: process.pid, endpoint, region, workbenchUrl: server.url })

  const rebuild = async (files: readonly string[]) => {
    setStatus({ state: 'rebuilding' })
    builder.changed(files)
    for (const file of files.filter((one) => readOnce.test(one)))
      terminal.write(
        `  ${terminal.paint('yellow', '!')} ${file} is read at the start${file.startsWith('motia.') ? ', but for its streamAuth' : ''}: run motia-aws dev again to use it`,
      )
    try {
      const next = await builder.build()
      await emulator.deploy(next.assembly)
      printFindings(terminal, newFindings(next.project.findings, build.project.findings))
      build = next
      setStatus({ state: 'running' })
      terminal.write(`  ${terminal.paint('dim', `reloaded in ${Math.round(next.duration)} ms`)}`)
    } catch (error) {
      if (!(error instanceof BrokenProjectError)) throw error
      setStatus({ state: 'broken', errors: error.findings })
      printFindings(terminal, error.findings)
      terminal.write('  the last good version goes on serving')
    }
  }
  const report = (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    setStatus({ state: 'broken', errors: [{ severity: 'error', rule: 'deploy', message }] })
    terminal.write(`  ${terminal.paint('red', '✗')} ${message}\n  the last good version goes on serving`)
  }
  const watcher = options.watch ? await watchProject(root, rebuild, { onError: report }) : undefined

  // What is missing stands in the banner.
  printFindings(
    terminal,
    build.project.findings.filter((finding) => finding.rule !== 'python-unavailable'),
  )
  banner(terminal, {
    name: session.name,
    apiUrl: emulator.apiUrl,
    webSocketUrl: emulator.webSocketUrl,
    workbenchUrl: server.url,
    endpoint,
    steps: build.project.steps,
    missing: session.missing,
    cdkApp: cdkAppAbove(root),
    notices: [...config.notices, ...portNotices(options, emulator, server.url)],
  })
  return {
    apiUrl: emulator.apiUrl,
    workbenchUrl: server.url,
    async stop() {
      withdraw()
      await watcher?.close()
      await server.close()
      await emulator.stop()
      await builder.close()
      unlock()
    },
  }
}

function checkInspected(name: string, steps: readonly Step[]): void {
  const step = steps.find((one) => one.name === name)
  if (!step) throw new UsageError(`--inspect: no Step "${name}"; there are ${steps.map((one) => one.name).join(', ')}`)
  if (step.language === 'python')
    throw new UsageError(`--inspect: "${name}" is in Python; it opens TypeScript and JavaScript Steps alone`)
}

/** Whoever runs a folder below the app's is told whose template that is. */
function cdkAppAbove(root: string): string | undefined {
  const app = findCdkApp(root)
  return app && app.directory !== root ? path.relative(process.cwd(), path.join(app.directory, 'cdk.json')) : undefined
}

async function loadServices() {
  const [{ startEmulator }, { startServer }] = await Promise.all([
    import('../../emulator/index.ts'),
    import('./server/index.ts'),
  ])
  return { startEmulator, startServer }
}

/** What a run has settled before its first build. */
const readOnce = /^(\.env|cdk\.json|motia\.config\.[cm]?[jt]s)$/

/** Those that were not there before, wherever they stood in their files. */
function newFindings(now: readonly Finding[], before: readonly Finding[]): Finding[] {
  const key = ({ location, message }: Finding) => `${location?.file}: ${message}`
  const told = new Set(before.map(key))
  return now.filter((finding) => !told.has(key(finding)))
}

async function pythonFor(
  root: string,
  steps: readonly Step[],
  { config, terminal }: DevOptions,
): Promise<Python | undefined> {
  if (!steps.some((step) => step.language === 'python')) return undefined
  return preparePython(root, {
    interpreter: config.python ?? 'python3',
    onProgress: (text) => terminal.write(terminal.paint('dim', `  ${text} ...`)),
  })
}

function portNotices(options: DevOptions, emulator: Emulator, workbench: string): string[] {
  const taken = (wanted: number, url: string | undefined) =>
    wanted !== 0 && url !== undefined && new URL(url).port !== String(wanted)
  return [
    ...(taken(options.port, emulator.apiUrl ?? emulator.webSocketUrl)
      ? [`port ${options.port} is taken, so the API is on the next free one`]
      : []),
    ...(taken(options.workbenchPort, workbench)
      ? [`port ${options.workbenchPort} is taken, so the Workbench is on the next free one`]
      : []),
  ]
}
