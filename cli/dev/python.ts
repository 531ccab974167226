import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Lambda's Python runtimes bring boto3 along; the virtual environment must, too. */
const provided = ['boto3']
/** Folders that hold no code of the project. */
const skipped = new Set(['node_modules', '.motia', '.venv', 'venv', 'cdk.out', '.git'])
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
  const wanted = await requirementsOf(root)
  if (wanted.arguments.length === 0 && !(await importsBoto3(root))) return { executable: options.interpreter }
  const directory = path.join(root, '.motia', 'python')
  const executable =
    process.platform === 'win32' ? path.join(directory, 'Scripts', 'python.exe') : path.join(directory, 'bin', 'python')
  const stamp = path.join(directory, 'motia-stamp')
  const key = createHash('sha256')
    .update(JSON.stringify([version, wanted.key]))
    .digest('hex')
  if (existsSync(executable) && existsSync(stamp) && (await readFile(stamp, 'utf8')) === key) return { executable }
  try {
    options.onProgress('making a Python environment in .motia/python')
    await rm(directory, { recursive: true, force: true })
    await run(options.interpreter, ['-m', 'venv', directory])
    options.onProgress(`installing ${[...provided, ...wanted.names].join(', ')} for Python`)
    await run(
      executable,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...provided, ...wanted.arguments],
      { cwd: root },
    )
    await writeFile(stamp, key)
    return { executable }
  } catch (error) {
    const output = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? (error as Error).message
    return { missing: `the Python environment could not be made: ${output}` }
  }
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

async function requirementsOf(
  root: string,
): Promise<{ key: string; names: readonly string[]; arguments: readonly string[] }> {
  const requirements = path.join(root, 'requirements.txt')
  if (existsSync(requirements)) {
    const text = await readFile(requirements, 'utf8')
    const names = text
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .filter((line) => line && !line.startsWith('-'))
    return { key: text, names, arguments: names.length > 0 || /^\s*-/m.test(text) ? ['-r', requirements] : [] }
  }
  const pyproject = path.join(root, 'pyproject.toml')
  if (!existsSync(pyproject)) return { key: '', names: [], arguments: [] }
  return { key: await readFile(pyproject, 'utf8'), names: ['the project of pyproject.toml'], arguments: [root] }
}
