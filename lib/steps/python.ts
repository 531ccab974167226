import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Parameter, unknownParameters } from './check/parameters.ts'
import type { FoundFile } from './find.ts'
import type { Dialect, Finding, Location, Step, StreamDefinition } from './model.ts'
import { type CodeFacts, normalise } from './normalise/index.ts'
import { normaliseStream } from './normalise/stream.ts'
import type { Reading, ReadOptions } from './reading.ts'
import { codeFrame } from './source/position.ts'

/** What `python/read.py` says of a file. */
type Answer =
  | { readonly syntaxError: { readonly message: string; readonly location: Location } }
  | { readonly error: string; readonly location: Location }
  | Config
  | Readonly<Record<string, never>>

interface Config {
  readonly dialect: Dialect
  readonly config: Readonly<Record<string, unknown>>
  readonly location: Location
  readonly keys: Readonly<Record<string, Location>>
  /** Packages without which a schema cannot be known. */
  readonly missing: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly code: CodeFacts
}

interface Reply {
  readonly answers: Readonly<Record<string, Answer>>
  /** Absolute paths of all files that were read. */
  readonly sources: readonly string[]
}

/** The process that reads all files gets this long, in ms. */
const LIMIT = 60_000
const SCRIPT = join(import.meta.dirname, 'python', 'read.py')

/** Reads Python Steps and streams, all in one process of `python`; without Python each is reported, and nothing else is lost. */
export function createPythonReader(
  root: string,
  python: string,
  without: NonNullable<ReadOptions['withoutPython']> = 'refuse',
): { read(files: readonly FoundFile[]): Promise<Reading> } {
  let known: { readonly fingerprint: string; readonly sources: readonly string[]; readonly reading: Reading } | null =
    null
  return {
    async read(files) {
      if (files.length === 0) return { steps: [], streams: [], findings: [] }
      const paths = files.map((item) => item.path)
      if (known && known.fingerprint === fingerprint([...paths, ...known.sources])) return known.reading
      const { reading, sources } = await readPython(root, files, python, without)
      known = sources ? { fingerprint: fingerprint([...paths, ...sources]), sources, reading } : null
      return reading
    },
  }
}

function fingerprint(paths: readonly string[]): string {
  return paths
    .map((path) => {
      const stats = statSync(path, { throwIfNoEntry: false })
      return `${path} ${stats?.mtimeMs} ${stats?.size}`
    })
    .join('\n')
}

/** `sources` are the files that the reading depends on; null when it may go otherwise the next time. */
async function readPython(
  root: string,
  files: readonly FoundFile[],
  python: string,
  without: NonNullable<ReadOptions['withoutPython']>,
): Promise<{ reading: Reading; sources: readonly string[] | null }> {
  const reply = await ask(
    root,
    files.map((item) => item.file),
    python,
  )
  if ('failed' in reply) {
    const severity = reply.absent && without === 'leave out' ? 'warning' : 'error'
    const findings = files.map(({ file }): Finding => {
      const message = severity === 'warning' ? `${reply.failed}; the others run without it` : reply.failed
      return { severity, rule: 'python-unavailable', message, location: { file, line: 1 } }
    })
    return { reading: { steps: [], streams: [], findings }, sources: null }
  }
  const results = files.map(({ file, kind }) => readingOf(root, file, kind, reply.answers[file] ?? {}))
  const reading = {
    steps: results.flatMap(({ step }) => step ?? []),
    streams: results.flatMap(({ stream }) => stream ?? []),
    findings: results.flatMap(({ findings }) => findings),
  }
  return { reading, sources: reading.findings.length === 0 ? reply.sources : null }
}

/** Why there is no reply; `absent` when there is no such program at all, which another try does not change. */
interface Failure {
  readonly failed: string
  readonly absent?: true
}

/** The answers by file; or why there are none. */
function ask(root: string, files: readonly string[], python: string): Promise<Reply | Failure> {
  return new Promise((resolve) => {
    const child = spawn(python, ['-B', SCRIPT], { cwd: root, stdio: 'pipe' })
    // Not the option `timeout`: its timer outlives a program that cannot be run, and keeps this process alive.
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT)
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors = (errors + chunk).slice(-2000)
    })
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      const remedy = 'install Python 3.10 or newer, or set "python" in motia.config.ts'
      const failed = `this Step is in Python, and '${python}' cannot be run (${error.code ?? error.message}): ${remedy}`
      resolve({ failed, ...(error.code === 'ENOENT' && { absent: true }) })
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve(JSON.parse(output) as Reply)
      else if (signal) resolve({ failed: `'${python}' did not read the Python Steps within ${LIMIT / 1000} s` })
      else resolve({ failed: `'${python}' could not read the Python Steps: ${errors.trim().split('\n').at(-1)}` })
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify({ root, files }))
  })
}

/** What one file gave. */
interface Read {
  readonly step?: Step | null
  readonly stream?: StreamDefinition
  readonly findings: readonly Finding[]
}

function readingOf(root: string, file: string, kind: FoundFile['kind'], answer: Answer): Read {
  if ('syntaxError' in answer) return { findings: [syntaxError(root, answer.syntaxError)] }
  if ('error' in answer) {
    const message = `the config could not be evaluated: ${answer.error}`
    return { findings: [{ severity: 'error', rule: 'config-throws', message, location: answer.location }] }
  }
  if (!isConfig(answer)) return { findings: [noConfig(root, file, kind)] }
  if (kind === 'stream') return streamOf(file, answer)
  return stepOf(file, answer)
}

/** Who may join is asked by a function in Node: left out, everybody could. */
function streamOf(file: string, { config, location }: Config): Read {
  if (!('canAccess' in config)) {
    return normaliseStream({ file, language: 'python', config, location, guarded: false })
  }
  const written = file.replace(/[_.]stream\.py$/, '.stream.ts')
  const message = `canAccess of a stream does not run in Python: write this file in TypeScript, as ${written}; Steps in Python use the stream all the same`
  return { findings: [{ severity: 'error', rule: 'python-can-access', message, location }] }
}

function isConfig(answer: Answer): answer is Config {
  return 'config' in answer
}

function stepOf(file: string, answer: Config): Read {
  const { dialect, config, location, keys, missing, parameters, code } = answer
  const keyLocation = (key: string): Location => keys[key] ?? location
  const { step, findings } = normalise({ file, language: 'python', dialect, config, location, keyLocation, code })
  const unknown = [...new Set(missing)].map((name): Finding => {
    const message = `a schema is not known here, because the package '${name}' is not installed for Python: anything is accepted`
    return { severity: 'warning', rule: 'missing-package', message, location, ...(step && { step: step.name }) }
  })
  const wrong = step ? unknownParameters(parameters, config['type'], step.name) : []
  return { step, findings: [...findings, ...unknown, ...wrong] }
}

/** Motia 0.x leaves such a file out; who writes `define_step` meant a Step. */
function noConfig(root: string, file: string, kind: FoundFile['kind']): Finding {
  const meant = kind === 'stream' || /\bdefine_step\b/.test(readFileSync(join(root, file), 'utf8'))
  const remedy =
    kind === 'stream'
      ? `write config = {"name": ..., "schema": ..., "baseConfig": {"storageType": "default"}}`
      : 'write @define_step(...) above the handler, or config = {...} and def handler'
  const message = `this ${kind} file has no config${meant ? '' : ' and is left out'}: ${remedy}`
  return { severity: meant ? 'error' : 'warning', rule: 'no-config', message, location: { file, line: 1 } }
}

function syntaxError(root: string, { message, location }: { message: string; location: Location }): Finding {
  const frame = codeFrame(readFileSync(join(root, location.file), 'utf8'), location)
  return { severity: 'error', rule: 'syntax-error', message: `syntax error: ${message}`, location, frame }
}
