/**
 * `npm run build`: makes `dist/`, what the published package holds. Its layout is that of the sources, so that what finds
 * its files by its own place (scripts, templates, the run time that is bundled into Steps) finds them in both.
 *
 * `npm run build -- package` or `-- workbench` makes that part alone.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** Folders whose TypeScript is compiled, and whose other files are copied. */
const COMPILED = ['lib', 'runtime/node', 'emulator', 'cli']

/** Files that run or are copied as they are: Python scripts, process bootstraps. */
const COPIED = /\.(?:py|mjs|json|html|css)$/

const parts: Readonly<Record<string, () => void | Promise<void>>> = { package: buildPackage, workbench: buildWorkbench }
const asked = process.argv.slice(2)
const unknown = asked.find((name) => !parts[name])
if (unknown) {
  console.error(`no part "${unknown}" to build: ${Object.keys(parts).join(' or ')}, or nothing for both`)
  process.exit(1)
}
for (const name of asked.length > 0 ? asked : Object.keys(parts)) await parts[name]!()

function buildPackage(): void {
  for (const folder of COMPILED) rmSync(join(dist, folder), { recursive: true, force: true })
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
  for (const folder of COMPILED) copyOthers(folder)
  cpSync(join(root, 'cli', 'templates'), join(dist, 'cli', 'templates'), { recursive: true, filter: isSource })
}

function copyOthers(folder: string): void {
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !COPIED.test(entry.name) || from.startsWith(join(root, 'cli', 'templates'))) continue
    if (!isSource(from) || from === join(root, 'cli', 'bin.mjs')) continue
    const to = join(dist, from.slice(root.length + 1))
    mkdirSync(dirname(to), { recursive: true })
    cpSync(from, to)
  }
}

/** Not what tools leave behind. */
function isSource(path: string): boolean {
  return !/[\\/](?:node_modules|__pycache__|\.motia|cdk\.out|tests)(?:[\\/]|$)/.test(path.slice(root.length))
}

async function buildWorkbench(): Promise<void> {
  const { build } = await import('vite')
  await build({ configFile: join(root, 'workbench', 'vite.config.ts'), logLevel: 'warn' })
}
