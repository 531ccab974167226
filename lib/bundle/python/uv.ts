import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

let present: Promise<boolean> | undefined

/** True when the `uv` command is on this machine. */
export function hasUv(): Promise<boolean> {
  present ??= promisify(execFile)('uv', ['--version']).then(
    () => true,
    () => false,
  )
  return present
}
