import { join } from 'node:path'
import type { Finding, Step } from '../../steps/model.ts'
import { type Content, type Contents, fileContent, textContent } from '../assets/contents.ts'
import { type Store, stampFile } from '../assets/store.ts'
import { runningTrigger } from '../code/entry.ts'
import { PackageInstallError, PythonNotFoundError } from '../errors.ts'
import { filesBelow } from '../files/files.ts'
import type { LanguageResult, StepFunction } from '../function.ts'
import type { BundleOptions } from '../model.ts'
import type { RuntimeLocation } from '../runtime/location.ts'
import { pythonEntry } from './entry.ts'
import { checkImports, pythonErrors } from './findings.ts'
import { installRequirements } from './install.ts'
import { REQUIREMENT_FILES, readRequirements } from './requirements.ts'
import { type PythonNeeds, scanPython } from './scan.ts'

/** Bundles Python Steps. Their sources are read again only when one of them changed since the last call. */
export type PythonBundler = (steps: readonly Step[], store: Store) => Promise<LanguageResult>

export function createPythonBundler(root: string, options: BundleOptions, location: RuntimeLocation): PythonBundler {
  const { architecture = 'arm64', pythonVersion = '3.13', dev = false, outdir } = options
  let last: { readonly state: string; readonly needs: Readonly<Record<string, PythonNeeds>> } | undefined

  const needsOf = async (files: readonly string[]) => {
    if (last && last.state === stateOf(root, files, last.needs)) return last.needs
    const needs = await scanPython(root, files)
    last = { state: stateOf(root, files, needs), needs }
    return needs
  }

  const packages = async (steps: readonly Step[], needs: Readonly<Record<string, PythonNeeds>>, store: Store) => {
    const users = steps.filter(({ file }) => needs[file]!.packages.length > 0 || needs[file]!.dynamic)
    if (dev || users.length === 0) return { contents: NOTHING, findings: [], users: new Set<Step>() }
    const requirements = await readRequirements(root)
    const contents = requirements
      ? await installRequirements(requirements, { architecture, pythonVersion }, store, outdir)
      : NOTHING
    const findings = users.flatMap((step) => checkImports(step, needs[step.file]!, contents, requirements?.file))
    return { contents, findings, users: new Set(users) }
  }

  return async (steps, store) => {
    const watched = REQUIREMENT_FILES.map((name) => join(root, name))
    if (steps.length === 0) return { functions: [], findings: [], watched: [] }
    try {
      const needs = await needsOf(steps.map(({ file }) => file))
      const errors = pythonErrors(steps, needs)
      const sound = steps.filter(({ file }) => needs[file]!.errors.length === 0)
      const { contents, findings, users } = await packages(sound, needs, store)
      const runtime = runtimeFiles(location.python)
      const unsound = new Set(findings.map(({ step }) => step))
      const functions = sound
        .filter(({ name }) => !unsound.has(name))
        .map((step): StepFunction => {
          const { modules, reads } = needs[step.file]!
          return {
            step,
            contents: new Map<string, Content>([
              ...(users.has(step) ? contents : []),
              ...runtime,
              ...modules.map((path) => [path, fileContent(join(root, path))] as const),
              ['index.py', textContent(pythonEntry(step, runningTrigger(step)!.type))],
            ]),
            inputs: modules.map((path) => join(root, path)),
            reads,
            native: [],
          }
        })
      return { functions, findings: [...errors, ...findings], watched }
    } catch (error) {
      if (!(error instanceof PythonNotFoundError || error instanceof PackageInstallError)) throw error
      return { functions: [], findings: [failure(error, steps[0]!)], watched }
    }
  }
}

const NOTHING: Contents = new Map()

/** Changes when a source that was read does, or when one appears or goes. */
function stateOf(root: string, files: readonly string[], needs: Readonly<Record<string, PythonNeeds>>): string {
  const modules = new Set(files.flatMap((file) => [file, ...(needs[file]?.modules ?? [])]))
  return [...modules].map((path) => `${path} ${stampFile(join(root, path))}`).join('\n')
}

function runtimeFiles(folder: string): Contents {
  const files = ['motia', 'motiadev'].flatMap((name) => filesBelow(folder, name))
  return new Map(files.map((path) => [path, fileContent(join(folder, path))]))
}

function failure(error: PythonNotFoundError | PackageInstallError, step: Step): Finding {
  const rule = error instanceof PythonNotFoundError ? 'python-missing' : 'python-packages'
  return { severity: 'error', rule, message: error.message, location: step.location, step: step.name }
}
