import { spawn } from 'node:child_process'

/** What `motia-aws dev` prints when it answers; finds the API's URL. */
export const ready = /API\s+(http:\S+)[\s\S]*Workbench\s+http:\S+/

export interface Started {
  /** The first group of the pattern. */
  readonly found: string
  /** Presses Ctrl-C and waits for the end. */
  stop(): Promise<void>
}

/** Starts a command as a page has it, and waits until its output matches. @throws {Error} with its output when it ends before */
export async function start(
  command: string,
  cwd: string,
  pattern: RegExp,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Started> {
  const child = spawn(command, { cwd, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const found = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const match = pattern.exec(output)
        if (match) resolve(match[1] ?? '')
      })
    void closed.then((code) => reject(new Error(`${command} ended with ${code}:\n${output}`)))
  })
  return {
    found,
    async stop() {
      process.kill(-child.pid!, 'SIGINT')
      await closed
    },
  }
}
