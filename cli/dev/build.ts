import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { StepAsset } from '../../lib/bundle/model.ts'
import type { Finding, Project } from '../../lib/steps/model.ts'
import type { Config } from '../config.ts'
import { BrokenProjectError } from '../errors.ts'
import { createSynthesizer, relink, type Synthesis, stackOf } from './synthesis/index.ts'

/** A version of the app that can run. */
export interface Build {
  readonly project: Project
  readonly assets: readonly StepAsset[]
  /** Absolute path of the cloud assembly. */
  readonly assembly: string
  /** The stack of the assembly that holds the Steps. */
  readonly stack: string
  /** How long it took, ms. */
  readonly duration: number
}

/** What hears how far a build has come. */
export interface Progress {
  /** The Steps are known, their bundles are not. */
  onRead(project: Project): void
  /** The CDK app has all it needs: until it is done, this process has nothing to do. */
  onBundled(): void
}

export interface Builder {
  readonly name: string
  /**
   * Reads, bundles and synthesizes what changed since the last time.
   *
   * @throws {BrokenProjectError} with all that is wrong
   */
  build(progress?: Progress): Promise<Build>
  /** Project-relative files changed: the next build synthesizes when the CDK app may be made of one. */
  changed(files: readonly string[]): void
  close(): Promise<void>
}

export interface BuilderOptions {
  readonly config: Config
  /** Takes bundles and cloud assemblies: `.motia`. */
  readonly directory: string
}

/** Builds a project again and again. */
export function createBuilder(root: string, options: BuilderOptions): Builder {
  const { directory } = options
  const name = appName(root)
  const synthesizer = createSynthesizer(root, name)
  const assemblies = path.join(directory, 'assembly')
  let tools: ReturnType<typeof loadTools> | undefined
  let last: Build | undefined
  let count = 0
  /** Absolute paths of what the Steps' code is made of. */
  let code: ReadonlySet<string> = new Set()
  let stale = false

  // Without a wait, so that nothing else is loaded first.
  const begin = () => {
    if (count === 0) rmSync(assemblies, { recursive: true, force: true })
    const assembly = path.join(assemblies, String(++count))
    mkdirSync(assembly, { recursive: true })
    return { assembly, ...synthesizer.begin(assembly) }
  }

  return {
    name,
    async build(progress) {
      const start = performance.now()
      // The first build synthesizes in any case.
      let synthesis: ({ readonly assembly: string } & Synthesis) | undefined = last ? undefined : begin()
      try {
        tools ??= loadTools(root, options)
        const { reader, bundler } = await tools
        const read = await reader.read()
        refuse(read.findings)
        if (read.steps.length === 0) refuse([noSteps(root, options.config)])
        progress?.onRead(read)
        const { assets, findings, watched } = await bundler.bundle(read)
        refuse(findings)
        const project: Project = { ...read, findings: [...read.findings, ...findings] }
        code = new Set(watched)
        if (last && !stale && shapeOf(project) === shapeOf(last.project)) {
          await relink(last.assembly, assets)
          last = { ...last, project, assets }
        } else {
          synthesis ??= begin()
          const { assembly } = synthesis
          const finished = synthesis.finish({ project, assets })
          progress?.onBundled()
          await finished
          last = { project, assets, assembly, stack: await stackOf(assembly), duration: 0 }
          stale = false
          await forget(assemblies, count)
        }
        last = { ...last, duration: performance.now() - start }
        return last
      } catch (error) {
        synthesis?.abandon()
        throw error
      }
    },
    changed(files) {
      stale ||= files.some((file) => /\.([cm]?[jt]s|json)$/.test(file) && !code.has(path.join(root, file)))
    },
    async close() {
      await Promise.all([(await tools)?.bundler.dispose(), synthesizer.close()])
    },
  }
}

/** A folder without Steps is one to begin in, not one to synthesize. */
function noSteps(root: string, { folders = ['steps', 'src'] }: Config): Finding {
  const places = folders.map((folder) => `${folder}/`).join(' and ')
  const message = `no Steps below ${places} of ${root}: a Step is a file such as ${folders[0]}/hello.step.ts; \`motia-aws create\` makes a project with some`
  return { severity: 'error', rule: 'no-steps', message }
}

/** Loaded when a synthesis has begun, for that loads more. */
async function loadTools(root: string, { config, directory }: BuilderOptions) {
  const [{ createReader }, { createLocalBundler }] = await Promise.all([
    import('../../lib/steps/index.ts'),
    import('./bundle.ts'),
  ])
  const reader = createReader(root, {
    withoutPython: 'leave out',
    ...(config.folders ? { folders: config.folders } : {}),
    ...(config.python ? { python: config.python } : {}),
  })
  return { reader, bundler: createLocalBundler(root, path.join(directory, 'bundles')) }
}

function refuse(findings: readonly Finding[]): void {
  const errors = findings.filter((finding) => finding.severity === 'error')
  if (errors.length > 0) throw new BrokenProjectError(errors)
}

/** All that a template depends on: everything of the Steps but where in its file a thing stands, and whether there are streams. */
const shapeOf = ({ steps, streams }: Project): string =>
  JSON.stringify([steps, streams.length > 0], (key, value: unknown) => (key === 'location' ? undefined : value))

/** The running assembly and the one before it are kept. */
async function forget(assemblies: string, newest: number): Promise<void> {
  for (const entry of await readdir(assemblies))
    if (Number(entry) < newest - 1) await rm(path.join(assemblies, entry), { recursive: true, force: true })
}

function appName(root: string): string {
  const file = path.join(root, 'package.json')
  const name = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name : undefined
  return (name ?? path.basename(root)).replace(/^@[^/]*\//, '')
}
