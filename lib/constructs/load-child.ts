/** Reads and bundles Steps for `loadSteps`, which waits for this process. */
import { writeFileSync } from 'node:fs'
import { prepareSteps } from './prepare.ts'

const { answer, ...options } = JSON.parse(process.argv[2] ?? '') as { answer: string }
writeFileSync(answer, JSON.stringify(await prepareSteps(options)))
