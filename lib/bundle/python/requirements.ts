import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { findInterpreter } from './interpreter.ts'
import { hasUv } from './uv.ts'

const run = promisify(execFile)

/** A project's Python dependencies. */
export interface Requirements {
  /** Project-relative file that names them. */
  readonly file: string
  /** Lines as of a requirements.txt, without what Lambda provides. */
  readonly lines: readonly string[]
}

/**
 * Reads `requirements.txt`, else `uv.lock` (exact versions, by uv), else `dependencies` of `pyproject.toml`.
 * Undefined when none of them names a package.
 */
export async function readRequirements(root: string): Promise<Requirements | undefined> {
  const found = await read(root)
  if (!found) return undefined
  const lines = found.lines.filter((line) => !PROVIDED.test(line))
  return lines.some((line) => !line.startsWith('-')) ? { file: found.file, lines } : undefined
}

/** Files whose change changes the dependencies. */
export const REQUIREMENT_FILES: readonly string[] = ['requirements.txt', 'uv.lock', 'pyproject.toml']

/** Lambda's Python runtimes hold boto3; the run time is put into every asset anyway. */
const PROVIDED = /^(?:boto3|botocore|s3transfer|motia|motiadev)(?![\w.-])/i

async function read(root: string): Promise<Requirements | undefined> {
  if (existsSync(join(root, 'requirements.txt'))) {
    return { file: 'requirements.txt', lines: requirementLines(join(root, 'requirements.txt')) }
  }
  if (!existsSync(join(root, 'pyproject.toml'))) return undefined
  if (existsSync(join(root, 'uv.lock')) && (await hasUv())) {
    const { stdout } = await run('uv', [...EXPORT, '--project', root], { cwd: root })
    return { file: 'uv.lock', lines: clean(stdout) }
  }
  const { command, args } = await findInterpreter()
  const { stdout } = await run(command, [...args, '-c', READ_PYPROJECT, join(root, 'pyproject.toml')])
  return { file: 'pyproject.toml', lines: JSON.parse(stdout) }
}

const EXPORT = [
  'export',
  '--frozen',
  '--no-dev',
  '--no-emit-project',
  '--no-hashes',
  '--no-annotate',
  '--no-header',
  '-q',
]

/** Python 3.10 has no TOML reader of its own; pip carries one. */
const READ_PYPROJECT = `
import json, sys
try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib
with open(sys.argv[1], "rb") as file:
    print(json.dumps(tomllib.load(file).get("project", {}).get("dependencies", [])))
`

/** The lines of a requirements file, those of the files it includes in their place. */
function requirementLines(file: string): string[] {
  return clean(readFileSync(file, 'utf8')).flatMap((line) => {
    const included = /^(?:-r|--requirement)[ =]?\s*(.+)$/.exec(line)?.[1]
    if (included) return requirementLines(join(dirname(file), included))
    return [line.replace(/^(\.{1,2}\/\S+)/, (path) => join(dirname(file), path))]
  })
}

function clean(text: string): string[] {
  return text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
}
