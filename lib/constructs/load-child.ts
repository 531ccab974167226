/** Reads and bundles Steps for `loadSteps`, which waits for this process. */
import { writeFileSync } from 'node:fs'
import module from 'node:module'
import { prepareSteps } from './prepare.ts'

// Parsers and bundler load in half the time; Node 20 has no such cache.
module.enableCompileCache?.()

const { answer, ...options } = JSON.parse(process.argv[2] ?? '') as { answer: string }
writeFileSync(answer, JSON.stringify(await prepareSteps(options)))
