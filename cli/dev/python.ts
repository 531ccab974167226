import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { readRequirements } from '../../lib/bundle/python/requirements.ts'

const run = promisify(execFile)

/** Lambda's Python runtimes bring boto3 along; the virtual environment must, too. */
const provided = ['boto3']
/** Folders that hold no code of the project. */
const skipped = new Set(['node_modules', 'python_modules', '.motia', '.venv', 'venv', 'cdk.out', '.git'])
const oldest = [3, 10] as const

export type Python = { readonly executable: string } | { readonly missing: string }

/**
 * The interpreter that runs a project's Python Steps. The runtime needs no package, so a project without any runs on the
 * interpreter as it is; else on a virtual environment below `.motia/` with what `requirements.txt` or `pyproject.toml`
 * asks for, and boto3, made on first use and again when those change. Never throws: what is missing is an answer.
 */
export async function preparePython(
  root: string,
  options: { readonly interpreter: string; readonly onProgress: (text: string) => void },
): Promise<Python> {
  const version = await versionOf(options.interpreter)
  if (!version)
    return {
      missing: `${options.interpreter} is not on the PATH; install Python ${oldest.join('.')} or newer, or set "python" in motia.config.ts`,
    }
  if (version[0] < oldest[0] || (version[0] === oldest[0] && version[1] < oldest[1]))
    return { missing: `${options.interpreter} is Python ${version.join('.')}; ${oldest.join('.')} or newer is needed` }
  try {
    const wanted = await readRequirements(root)
    if (!wanted && !(await importsBoto3(root))) return { executable: options.interpreter }
    return { executable: await environment(root, version, wanted?.lines ?? [], options) }
  } catch (error) {
    const output = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? (error as Error).message
    return { missing: `the Python environment could not be made: ${output}` }
  }
}

/** The virtual environment with these packages; made when it is not there as it should be. */
async function environment(
  root: string,
  version: readonly [number, number],
  lines: readonly string[],
  { interpreter, onProgress }: Parameters<typeof preparePython>[1],
): Promise<string> {
  const directory = path.join(root, '.motia', 'python')
  const executable =
    process.platform === 'win32' ? path.join(directory, 'Scripts', 'python.exe') : path.join(directory, 'bin', 'python')
  const stamp = path.join(directory, 'motia-stamp')
  const key = createHash('sha256')
    .update(JSON.stringify([version, lines]))
    .digest('hex')
  if (existsSync(executable) && existsSync(stamp) && (await readFile(stamp, 'utf8')) === key) return executable
  onProgress('making a Python environment in .motia/python')
  await rm(directory, { recursive: true, force: true })
  await run(interpreter, ['-m', 'venv', directory])
  const packages = [...provided, ...lines.filter((line) => !line.startsWith('-'))]
  onProgress(`installing ${packages.join(', ')} for Python`)
  const file = path.join(directory, 'requirements.txt')
  await writeFile(file, [...provided, ...lines].join('\n'))
  await run(executable, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', file], { cwd: root })
  await writeFile(stamp, key)
  return executable
}

async function versionOf(interpreter: string): Promise<readonly [number, number] | undefined> {
  try {
    const { stdout } = await run(interpreter, ['-c', 'import sys; print(*sys.version_info[:2])'])
    const [major, minor] = stdout.trim().split(' ').map(Number)
    return [major!, minor!]
  } catch {
    // Not there, or it does not start: both mean that there is no interpreter.
    return undefined
  }
}

/** Whether some file of the project imports what Lambda's Python brings along. */
async function importsBoto3(root: string): Promise<boolean> {
  const files = glob('**/*.py', { cwd: root, exclude: (name) => skipped.has(path.basename(name)) })
  for await (const file of files) {
    const text = await readFile(path.join(root, file), 'utf8')
    if (/^\s*(?:import|from)\s+(?:boto3|botocore)\b/m.test(text)) return true
  }
  return false
}
