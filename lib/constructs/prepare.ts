import { resolve } from 'node:path'
import { readProject } from '../steps/index.ts'
import type { PreparedSteps } from './props.ts'

export interface PrepareOptions {
  /** Folder of the project. @default '.' */
  readonly entry?: string
  /** Folders with Steps, relative to `entry`. */
  readonly folders?: readonly string[]
}

export async function prepareSteps(options: PrepareOptions = {}): Promise<PreparedSteps> {
  const project = await readProject(resolve(options.entry ?? '.'), options.folders ? { folders: options.folders } : {})
  return { project, assets: [] }
}
