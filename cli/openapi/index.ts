/** `motia-aws openapi` and `motia-aws types`: what is known of the Steps, for other tools. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Project } from '../../lib/steps/index.ts'
import { formatFinding } from '../errors.ts'
import { folderArgument } from '../folder.ts'
import { openProject } from '../steps/project.ts'
import { type OpenApiDocument, openapi } from './document.ts'

export { type OpenApiDocument, openapi } from './document.ts'

const help = `usage: motia-aws openapi [folder]

Prints the OpenAPI 3.1 document of the API Steps in the folder (this one by default) as JSON.

  -h, --help  this text`

export async function openapiCommand(args: string[]): Promise<number> {
  const root = folderArgument(args, help)
  if (root === undefined) return 0
  const project = await openProject(root)
  console.log(JSON.stringify(openapi(project, projectInfo(root)), null, 2))
  return reportErrors(project)
}

/** Errors on standard error: what they concern is missing from the output. Gives the exit code. */
export function reportErrors({ findings }: Project): number {
  const errors = findings.filter((finding) => finding.severity === 'error')
  for (const error of errors) console.error(formatFinding(error))
  return errors.length > 0 ? 1 : 0
}

/** Title and version of a project, from its package.json. */
export function projectInfo(root: string): OpenApiDocument['info'] {
  const file = join(root, 'package.json')
  const found = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string }) : {}
  return { title: found.name ?? basename(root), version: found.version ?? '0.0.0' }
}
