import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Content, type Contents, fileContent } from '../assets/contents.ts'
import type { Store } from '../assets/store.ts'
import { PackageInstallError } from '../errors.ts'
import { filesBelow } from '../files/files.ts'
import type { Architecture } from '../model.ts'
import { findInterpreter } from './interpreter.ts'
import type { Requirements } from './requirements.ts'
import { hasUv } from './uv.ts'

const run = promisify(execFile)

export interface Target {
  readonly architecture: Architecture
  /** `3.13` */
  readonly pythonVersion: string
}

/**
 * The packages that requirements name, with what they need, for Lambda's system: wheels only, nothing is built. Kept in the
 * store, so the same requirements are installed once.
 *
 * @throws PackageInstallError naming the package that has no wheel
 */
export async function installRequirements(
  requirements: Requirements,
  target: Target,
  store: Store,
  work: string,
): Promise<Contents> {
  const key = JSON.stringify(['python', requirements.lines, target])
  const known = store.get<null>(key)
  if (known) return known.contents
  const folder = join(work, `.installing-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'packages'), { recursive: true })
  try {
    writeFileSync(join(folder, 'requirements.txt'), `${requirements.lines.join('\n')}\n`)
    await install(folder, requirements, target)
    return store.put(key, installedFiles(join(folder, 'packages')), [], null).contents
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function install(folder: string, requirements: Requirements, target: Target): Promise<void> {
  const { command, args } = (await hasUv()) ? uvCommand(target) : await pipCommand(target)
  const all = [...args, '--target', join(folder, 'packages'), '-r', join(folder, 'requirements.txt')]
  try {
    await run(command, all, { maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    throw installError(error as Error & { stderr?: string }, requirements, target)
  }
}

function uvCommand({ architecture, pythonVersion }: Target) {
  const platform = `${architecture === 'arm64' ? 'aarch64' : 'x86_64'}-manylinux_2_28`
  const args = ['pip', 'install', '--quiet', '--python-platform', platform, '--python-version', pythonVersion]
  return { command: 'uv', args: [...args, '--only-binary', ':all:'] }
}

async function pipCommand({ architecture, pythonVersion }: Target) {
  const { command, args } = await findInterpreter()
  const machine = architecture === 'arm64' ? 'aarch64' : 'x86_64'
  return {
    command,
    args: [
      ...args,
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--only-binary=:all:'],
      ...['--implementation', 'cp', '--python-version', pythonVersion],
      ...GLIBC.flatMap((version) => ['--platform', `manylinux${version}_${machine}`]),
    ],
  }
}

/**
 * Lambda's Python 3.12 and newer run on Amazon Linux 2023, whose glibc is 2.34; pip takes exactly the tags it is given.
 * https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html
 */
const GLIBC = ['_2_34', '_2_31', '_2_28', '_2_27', '_2_26', '_2_24', '_2_17', '2014']

/** Everything but commands and what differs from one installation to the next. */
function installedFiles(folder: string): Contents {
  const files = new Map<string, Content>()
  for (const name of readdirSync(folder)) {
    if (name === 'bin' || PROVIDED.test(name)) continue
    for (const file of filesBelow(folder, name)) {
      if (!/\.dist-info\/(?:RECORD|INSTALLER|REQUESTED|direct_url\.json)$/.test(file)) {
        files.set(file, fileContent(join(folder, file)))
      }
    }
  }
  return files
}

const PROVIDED = /^(?:boto3|botocore|s3transfer)(?:-|$)/

function installError(error: Error & { stderr?: string }, { file }: Requirements, target: Target): PackageInstallError {
  const output = error.stderr ?? error.message
  const name = NO_WHEEL.map((pattern) => pattern.exec(output)?.[1]).find(Boolean)
  const where = `linux ${target.architecture} and Python ${target.pythonVersion}`
  const message = name
    ? `python package "${name}" of ${file} has no wheel for ${where}: take a version that has one, or another package`
    : `the packages of ${file} could not be installed for ${where}: ${lastLine(output)}`
  return new PackageInstallError(name, message, { cause: error })
}

/** How pip and uv say that there is no wheel. */
const NO_WHEEL = [
  /No matching distribution found for ([A-Za-z0-9._-]+)/,
  /Could not find a version that satisfies the requirement ([A-Za-z0-9._-]+)/,
  /[Bb]ecause ([A-Za-z0-9._-]+?)(?:[=<>!~][^\s]*)? has no (?:usable |compatible )?wheels/,
  /[Bb]ecause ([A-Za-z0-9._-]+) was not found in the package registry/,
  /only ([A-Za-z0-9._-]+?)(?:[=<>!~][^\s]*)? is available/,
]

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? 'the installer said nothing'
}
