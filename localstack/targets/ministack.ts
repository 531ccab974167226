import { execFile, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { cdkEndpoint } from './cloudformation.ts'
import type { Target } from './model.ts'

const run = promisify(execFile)
const region = 'us-east-1'

/** MiniStack: AWS services in one Python process, no Docker. */
export const ministack: Target = {
  name: 'MiniStack',
  async missing() {
    try {
      await run('ministack', ['--help'], { timeout: 10_000 })
      return undefined
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        return 'not installed; `pip install ministack` installs it'
      // It is there; whatever it thinks of --help, starting it will tell.
      return undefined
    }
  },
  async start() {
    const port = await freePort()
    const bin = path.resolve(import.meta.dirname, '..', '..', 'node_modules', '.bin')
    const output: Buffer[] = []
    const child = spawn('ministack', [], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // Its functions run on the Node in front of the PATH, which must be Lambda's.
        PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        MINISTACK_ACCOUNT_ID: '123456789012',
        LAMBDA_EXECUTOR: 'local',
      },
    })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
    const url = `http://127.0.0.1:${port}`
    const stop = async () => {
      if (child.exitCode !== null) return
      const closed = new Promise((resolve) => child.once('close', resolve))
      child.kill()
      await closed
    }
    try {
      await healthy(`${url}/_ministack/health`, () => child.exitCode)
      return await cdkEndpoint(url, { region, httpApi: true, stop })
    } catch (error) {
      await stop()
      throw new Error(
        `${(error as Error).message}\nMiniStack said:\n${Buffer.concat(output).toString('utf8').slice(-4_000)}`,
        { cause: error },
      )
    }
  },
}

async function healthy(url: string, exitCode: () => number | null): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(200)) {
    if (exitCode() !== null) throw new Error(`MiniStack ended with ${exitCode()}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error(`nothing healthy at ${url} after a minute`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
