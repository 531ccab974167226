import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { UsageError } from '../errors.ts'
import { projectFolder } from '../folder.ts'
import { enableCodeCache } from './code-cache.ts'
import { createTerminal } from './terminal.ts'

const help = `usage: motia-aws dev [folder] [options]

Runs the Steps of a project on this machine: the very template and bundles that \`cdk deploy\` ships.

  --port <n>            port of the API (3000, or the next free one)
  --workbench-port <n>  port of the Workbench (3001, or the next free one)
  --inspect <step>      open this Step's process for a debugger
  --fresh               begin with empty queues and empty state
  --no-watch            the version at hand runs until Ctrl-C
  --quiet               no line per invocation
  -h, --help            this text`

/** `motia-aws dev`. Resolves when it is stopped. */
export async function dev(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      'workbench-port': { type: 'string' },
      inspect: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      'no-watch': { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const terminal = createTerminal()
  if (values.help) {
    terminal.write(help)
    return 0
  }
  const root = projectFolder(positionals)
  enableCodeCache()
  const [config, { startDev }] = await Promise.all([loadConfig(root), import('./start.ts')])
  const session = await startDev(root, {
    config,
    terminal,
    port: portOf(values.port, '--port') ?? config.port ?? 3000,
    workbenchPort: portOf(values['workbench-port'], '--workbench-port') ?? config.workbenchPort ?? 3001,
    inspect: values.inspect,
    fresh: values.fresh,
    watch: !values['no-watch'],
    quiet: values.quiet,
  })
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  await session.stop()
  return 0
}

function portOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`${option} is ${JSON.stringify(text)}; it must be a port from 0 to 65535`)
  return port
}
