import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { promisify } from 'node:util'
import { type Content, type Contents, fileContent } from '../assets/contents.ts'
import type { Store } from '../assets/store.ts'
import { PackageInstallError } from '../errors.ts'
import type { Architecture } from '../model.ts'
import type { NativePackage } from './detect.ts'
import { architectureOf } from './elf.ts'

const run = promisify(execFile)

/**
 * Installs a package with compiled code for Lambda's system, as files below `node_modules`, in the version that the project
 * has. Nothing is compiled: npm has to have a build for that system.
 *
 * @throws PackageInstallError
 */
export async function installNative(
  native: NativePackage,
  architecture: Architecture,
  store: Store,
  work: string,
): Promise<Contents> {
  const key = JSON.stringify(['native', native.name, native.version, architecture])
  const known = store.get<null>(key)
  if (known) return known.contents
  const folder = join(work, `.installing-${process.pid}-${native.name.replace('/', '-')}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    await install(native, architecture, folder)
    return store.put(key, usableFiles(native, architecture, folder), [], null).contents
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function install({ name, version }: NativePackage, architecture: Architecture, folder: string): Promise<void> {
  const system = ['--os=linux', `--cpu=${architecture === 'arm64' ? 'arm64' : 'x64'}`, '--libc=glibc']
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--omit=dev', '--loglevel=error']
  try {
    const args = ['install', '--prefix', folder, ...system, ...quiet, `${name}@${version}`]
    await run('npm', args, { cwd: folder, shell: process.platform === 'win32' })
  } catch (error) {
    const said = reasonIn((error as { stderr?: string }).stderr ?? (error as Error).message)
    const remedy = `check that ${name}@${version} can be had from the registry, or take another package`
    throw new PackageInstallError(
      name,
      `package "${name}" could not be installed for linux ${architecture}: ${said}; ${remedy}`,
      { cause: error },
    )
  }
}

/** What npm says is wrong, behind its warnings and its error's code. */
function reasonIn(output: string): string {
  const errors = output.split('\n').flatMap((line) => /^npm (?:error|ERR!) (?!code )(.+)/.exec(line.trim())?.[1] ?? [])
  return errors[0] ?? output.trim().split('\n')[0]!
}

/** All files but binaries for other systems. */
function usableFiles({ name, version }: NativePackage, architecture: Architecture, folder: string): Contents {
  const files = new Map<string, Content>()
  let usable = 0
  for (const path of filesIn(folder)) {
    if (path.endsWith('.node')) {
      if (architectureOf(join(folder, path)) !== architecture) continue
      usable++
    }
    files.set(path, fileContent(join(folder, path)))
  }
  if (usable > 0) return files
  const remedy = 'take a package that ships prebuilt binaries, or one without compiled code'
  throw new PackageInstallError(
    name,
    `package "${name}" ${version} has compiled code and npm has no build of it for linux ${architecture}: ${remedy}`,
  )
}

function filesIn(folder: string): string[] {
  return readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !/(?:^|\/)node_modules\/\./.test(path))
    .sort()
}
