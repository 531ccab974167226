import { join } from 'node:path'
import { type BuildResult, build, type Metafile, type Plugin } from 'esbuild'
import type { Finding, Step } from '../../steps/model.ts'
import { builtins } from '../resolve/builtins.ts'
import { imports } from '../resolve/imports.ts'
import { nodeEntry } from './entry.ts'
import { findingsOf } from './messages.ts'
import { places } from './places.ts'
import { targetOptions } from './target.ts'

export interface ProjectCodeOptions {
  readonly root: string
  readonly packages: 'markers' | 'installed'
  readonly sourceMaps: boolean
  readonly define: Readonly<Record<string, string>>
}

/** A Step's own code, with the project files it reaches and nothing of any package. */
export interface StepCode {
  /** Outputs by name: `index.mjs`, chunks loaded later, and their `.map`. */
  readonly outputs: ReadonlyMap<string, string>
  /** Absolute paths of the project files in it. */
  readonly inputs: readonly string[]
}

/** The code of the Steps that could be bundled, and what is wrong in the others. */
export interface ProjectCode {
  readonly code: ReadonlyMap<Step, StepCode>
  readonly findings: readonly Finding[]
}

/**
 * Bundles the project code of Steps in one call, each Step for itself: a project file that two Steps share is in both, so
 * that nothing one Step does shows in another. A Step that loads a project file by `import()` gets a call of its own, with
 * splitting, which keeps that file and the packages it needs out of the start-up.
 */
export async function bundleProjectCode(steps: readonly Step[], options: ProjectCodeOptions): Promise<ProjectCode> {
  const code = new Map<Step, StepCode>()
  if (steps.length === 0) return { code, findings: [] }
  try {
    const result = await call(steps, options, false)
    const outputs = collect(result, options.root)
    await Promise.all(
      steps.map(async (step, index) => {
        const { inputs } = result.metafile.outputs[`${index}.mjs`]!
        if (Object.keys(inputs).some((input) => loadsLater(result.metafile, input))) {
          const alone = await call([step], options, true)
          return code.set(step, stepCode(collect(alone, options.root), alone.metafile, options.root, '0'))
        }
        const own = new Map(
          [`${index}.mjs`, `${index}.mjs.map`].flatMap((name) =>
            outputs.has(name) ? [[name, outputs.get(name)!]] : [],
          ),
        )
        return code.set(step, stepCode(own, result.metafile, options.root, String(index)))
      }),
    )
    return { code, findings: [] }
  } catch (error) {
    if (steps.length === 1) return { code, findings: findingsOf(error, steps[0]!) }
    return oneByOne(steps, options)
  }
}

/** Of a call that fails nothing is left, and not all that is wrong is said: so each Step is tried for itself. */
async function oneByOne(steps: readonly Step[], options: ProjectCodeOptions): Promise<ProjectCode> {
  const results = await Promise.all(steps.map((step) => bundleProjectCode([step], options)))
  const findings = new Map<string, Finding>()
  for (const finding of results.flatMap((result) => result.findings)) {
    const key = JSON.stringify([finding.location, finding.message])
    if (!findings.has(key)) findings.set(key, finding)
  }
  return { code: new Map(results.flatMap((result) => [...result.code])), findings: [...findings.values()] }
}

function call(steps: readonly Step[], options: ProjectCodeOptions, splitting: boolean) {
  return build({
    ...targetOptions({ minify: false, sourceMaps: options.sourceMaps }),
    // `linked` would write the output's name into it, which is not its name in the asset.
    sourcemap: options.sourceMaps ? 'external' : false,
    absWorkingDir: options.root,
    outdir: options.root,
    entryPoints: steps.map((step, index) => ({ in: `${ENTRY}:${step.file}`, out: String(index) })),
    splitting,
    chunkNames: 'code-[hash]',
    define: { ...options.define },
    // Where packages stay installed, what Node itself would load is right; `module` builds are for bundlers.
    ...(options.packages === 'installed' ? { conditions: ['node'], mainFields: ['main'] } : {}),
    plugins: [entries(steps, options.root), builtins(), imports(options.root, options.packages), places(options.root)],
  })
}

const ENTRY = 'motia-step'

function entries(steps: readonly Step[], root: string): Plugin {
  const byFile = new Map(steps.map((step) => [step.file, step]))
  return {
    name: 'motia-aws:entries',
    setup(build) {
      build.onResolve({ filter: /^motia-step:/ }, ({ path }) => ({
        path: path.slice(ENTRY.length + 1),
        namespace: ENTRY,
      }))
      build.onLoad({ filter: /.*/, namespace: ENTRY }, ({ path }) => ({
        contents: nodeEntry(byFile.get(path)!),
        resolveDir: root,
      }))
    },
  }
}

function collect(result: BuildResult<{ write: false }>, root: string): Map<string, string> {
  return new Map(result.outputFiles.map(({ path, text }) => [path.slice(root.length + 1), text]))
}

function loadsLater(metafile: Metafile, input: string): boolean {
  return metafile.inputs[input]!.imports.some(({ kind, external, path }) => {
    return kind === 'dynamic-import' && !external && isProjectFile(path)
  })
}

/** Inputs of a namespace (entries, built-ins, installed packages) have a scheme. */
function isProjectFile(input: string): boolean {
  return !/^[\w-]{2,}:/.test(input)
}

function stepCode(outputs: Map<string, string>, metafile: Metafile, root: string, index: string): StepCode {
  const inputs = new Set<string>()
  for (const name of outputs.keys()) {
    for (const input of Object.keys(metafile.outputs[name]?.inputs ?? {})) if (isProjectFile(input)) inputs.add(input)
  }
  return {
    outputs: new Map([...outputs].map(([name, text]) => [name.replace(new RegExp(`^${index}\\.`), 'index.'), text])),
    inputs: [...inputs].map((input) => join(root, input)),
  }
}
