import { type ChildProcess, spawn } from 'node:child_process'

/** Ends process groups that outlive the emulator. */
export interface Reaper {
  watch(pid: number): void
  release(pid: number): void
  stop(): Promise<void>
}

/**
 * A shell that holds the list of function processes. When its standard input closes, for the emulator was killed, it kills
 * what is left: a handler that blocks its event loop cannot notice by itself.
 */
const script = `
pids=' '
while read -r change pid; do
  case $change in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
for pid in $pids; do kill -s KILL -- "-$pid" 2>/dev/null; done
`

export function startReaper(): Reaper {
  const shell: ChildProcess = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  const exited = new Promise<void>((resolve) => shell.once('close', () => resolve()).once('error', () => resolve()))
  // Broken only when somebody killed the shell: the emulator itself still ends its processes when it stops.
  shell.stdin?.on('error', () => undefined)
  shell.unref()
  return {
    watch: (pid) => void shell.stdin?.write(`+ ${pid}\n`),
    release: (pid) => void shell.stdin?.write(`- ${pid}\n`),
    async stop() {
      shell.stdin?.end()
      shell.ref()
      await exited
    },
  }
}
