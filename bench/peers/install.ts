import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Installs the packages of a folder of peers, once. */
export function installPackages(folder: string): void {
  // npm writes it last: without it an install was broken off.
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return
  console.error(`installing the peers into ${folder} ...`)
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}
