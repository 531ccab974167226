import { resolve } from 'node:path'
import type { Architecture } from '../bundle/model.ts'
import type { PreparedSteps } from './props.ts'

export interface PrepareOptions {
  /** Folder of the project. @default '.' */
  readonly entry?: string
  /** Folders with Steps, or files that are Steps, relative to `entry`. @default ['steps', 'src'] */
  readonly folders?: readonly string[]
  /** What native packages are chosen for. @default 'arm64' */
  readonly architecture?: Architecture
  /** Of the Lambda runtime that Python Steps run on. @default '3.13' */
  readonly pythonVersion?: string
}

/**
 * Reads and bundles Steps for `prepared` of {@link StepsAppProps}, without the child process that `entry` takes.
 *
 * @example
 * const prepared = await prepareSteps({ entry: 'steps-example' })
 * new StepsApp(stack, 'Shop', { prepared })
 */
export async function prepareSteps({ entry = '.', folders, ...options }: PrepareOptions = {}): Promise<PreparedSteps> {
  // Loaded when needed: an app that is given its Steps, or that reads them in a child process, has no use for parsers.
  const [{ readProject }, { bundle }] = await Promise.all([import('../steps/index.ts'), import('../bundle/index.ts')])
  const root = resolve(entry)
  const project = await readProject(root, folders ? { folders } : {})
  const { assets, findings } = await bundle(project, {
    ...options,
    outdir: resolve(root, '.motia', 'assets'),
  })
  return { project: { ...project, findings: [...project.findings, ...findings] }, assets }
}
