/** Reads and bundles the Steps of a project for {@link loadSteps}, which waits for it. */
import { writeFileSync } from 'node:fs'
import { prepareSteps } from './prepare.ts'

const { root, answer, folders } = JSON.parse(process.argv[2] ?? '{}') as {
  root: string
  answer: string
  folders?: readonly string[]
}
writeFileSync(answer, JSON.stringify(await prepareSteps({ entry: root, ...(folders ? { folders } : {}) })))
