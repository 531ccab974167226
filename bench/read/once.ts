/** `node once.ts <project>`, a fresh process each time: reads all Steps, nothing changed, and after edits; prints ms. */
import { appendFileSync } from 'node:fs'
import { createReader } from '../../lib/steps/index.ts'
import { stepFile } from './project.ts'

export interface Times {
  readonly first: number
  readonly unchanged: number
  readonly handlerEdited: number
  readonly configEdited: number
}

const root = process.argv[2]!
const reader = createReader(root)
const timed = async (): Promise<number> => {
  const start = performance.now()
  const { findings } = await reader.read()
  const errors = findings.filter((finding) => finding.severity === 'error')
  if (errors.length > 0) throw new Error(JSON.stringify(errors[0]))
  return performance.now() - start
}
const first = await timed()
const unchanged = await timed()
appendFileSync(stepFile(root, 1), '\nexport const later = () => 1\n')
const handlerEdited = await timed()
appendFileSync(stepFile(root, 1), '\nitem.describe("edited")\n')
const configEdited = await timed()
console.log(JSON.stringify({ first, unchanged, handlerEdited, configEdited } satisfies Times))
