import { type Project, readProject } from '../../lib/steps/index.ts'
import { loadConfig } from '../config.ts'

/** Reads the project in a folder as its `motia.config.ts` says. */
export async function openProject(root: string): Promise<Project> {
  const { folders, python } = await loadConfig(root)
  return readProject(root, { ...(folders && { folders }), ...(python !== undefined && { python }) })
}
