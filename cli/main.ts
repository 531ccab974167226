/** The `motia-aws` command: picks the command's module, prints errors for the reader, sets the exit code. */
import { messageFor, UsageError } from './errors.ts'
import { version } from './version.ts'

/** Takes the arguments after the command's name; resolves to the exit code. */
type Command = (args: string[]) => Promise<number>

/** Each is loaded when asked for: `--help` does not wait for the emulator. */
const commands: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  dev: {
    summary: 'run the app and the Workbench on this machine',
    load: async () => (await import('./dev/index.ts')).dev,
  },
  create: { summary: 'make a new project', load: async () => (await import('./create/index.ts')).create },
  steps: {
    summary: 'list the Steps and everything that is wrong with them',
    load: async () => (await import('./steps/index.ts')).steps,
  },
  dlq: {
    summary: 'dead letters: list, show, redrive, purge',
    load: async () => (await import('./ops/dlq.ts')).dlq,
  },
  invoke: { summary: "call a Step's function", load: async () => (await import('./ops/invoke.ts')).invoke },
  logs: { summary: "a Step's logs", load: async () => (await import('./ops/logs.ts')).logs },
  traces: { summary: "the app's X-Ray traces", load: async () => (await import('./ops/traces.ts')).traces },
  types: {
    summary: "write types.d.ts, by which editors know a Motia 0.x project's topics and handlers",
    load: async () => (await import('./types/index.ts')).typesCommand,
  },
  openapi: {
    summary: "print the API's OpenAPI 3.1 document",
    load: async () => (await import('./openapi/index.ts')).openapiCommand,
  },
}

const help = (): string => `motia-aws ${version()}: Steps on AWS

usage: motia-aws <command> [options]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

motia-aws <command> --help tells more of one.`

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(help())
    return name === undefined ? 1 : 0
  }
  if (name === '--version' || name === '-v') {
    console.log(version())
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command)
    throw new UsageError(`unknown command ${JSON.stringify(name)}; there are ${Object.keys(commands).join(', ')}`)
  return (await command.load())(args)
}

// `motia-aws logs pay | head`: when nobody reads any more, this is as Ctrl-C.
let read = true
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (read && !process.emit('SIGINT')) process.exit()
    read = false
  })

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const message = messageFor(error)
  if (message === undefined) throw error
  console.error(message)
  process.exitCode = 1
}
