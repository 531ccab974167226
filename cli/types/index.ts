/** `motia-aws types`: types for editors from the configs of the Steps. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { folderArgument } from '../folder.ts'
import { reportErrors } from '../openapi/index.ts'
import { openProject } from '../steps/project.ts'
import { declarations } from './declarations.ts'

const help = `usage: motia-aws types [folder]

Writes types.d.ts into the folder (this one by default): in a Motia 0.x project the types of its handlers
(Handlers['CreateOrder']), else the data of each topic for emit.

  -h, --help  this text`

export async function typesCommand(args: string[]): Promise<number> {
  const root = folderArgument(args, help)
  if (root === undefined) return 0
  const project = await openProject(root)
  const file = join(root, 'types.d.ts')
  const text = declarations(project)
  const same = existsSync(file) && readFileSync(file, 'utf8') === text
  if (!same) writeFileSync(file, text)
  console.log(`${relative('', file)} ${same ? 'is up to date' : 'written'}`)
  return reportErrors(project)
}
