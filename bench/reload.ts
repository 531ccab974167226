/** `npm run bench -- reload`: from a saved file to the first answer of the new code, while `motia-aws dev` runs: the example, and 100 Steps. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startDev } from '../cli/dev/start.ts'
import type { Extent } from './extent.ts'

/** Steps of the example that are kept, and the one that is edited. */
const fewest = 8
const work = path.resolve(import.meta.dirname, '..', 'test', '.work')

export async function run({ counts, edits }: Extent['reload']): Promise<void> {
  console.log(`median of ${edits} edits, from the write to the first answer of the new code`)
  for (const count of counts) {
    const times = await measure(count - fewest, edits)
    times.sort((a, b) => a - b)
    const median = times[Math.floor(times.length / 2)]!
    console.log(
      `${String(count).padStart(4)} Steps  median ${median.toFixed(0)} ms  min ${times[0]!.toFixed(0)}  max ${times.at(-1)!.toFixed(0)}`,
    )
  }
}

async function measure(others: number, edits: number): Promise<number[]> {
  mkdirSync(work, { recursive: true })
  const root = mkdtempSync(path.join(work, 'reload-'))
  const example = path.resolve(import.meta.dirname, '..', 'steps-example')
  for (const folder of ['orders', 'steps'])
    cpSync(path.join(example, folder), path.join(root, folder), {
      recursive: true,
      filter: (file) => !/\.py$|__pycache__/.test(file),
    })
  writeFileSync(path.join(root, 'cdk.json'), '{}')
  for (let index = 0; index <= others; index++)
    writeFileSync(path.join(root, 'steps', `extra-${index}.step.ts`), extra(index))
  try {
    return await timesOf(root, edits)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function timesOf(root: string, edits: number): Promise<number[]> {
  const dev = await startDev(root, {
    config: { notices: [] },
    terminal: { write: () => {}, paint: (_, text) => text },
    port: 0,
    workbenchPort: 0,
    inspect: undefined,
    fresh: true,
    watch: true,
    quiet: true,
  })
  try {
    const file = path.join(root, 'steps', 'extra-0.step.ts')
    const source = readFileSync(file, 'utf8')
    const times: number[] = []
    await answered(`${dev.apiUrl}/extra/0`, '"version":0')
    for (let version = 1; version <= edits; version++) {
      const start = performance.now()
      writeFileSync(file, source.replace('version: 0', `version: ${version}`))
      await answered(`${dev.apiUrl}/extra/0`, `"version":${version}`)
      times.push(performance.now() - start)
    }
    return times
  } finally {
    await dev.stop()
  }
}

const extra = (index: number): string => `import { defineStep } from 'motia-aws'
import * as z from 'zod'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/extra/${index}',
  querySchema: z.object({ name: z.string().default('you') }),
  handler: ({ query }) => ({ version: 0, hello: query.name }),
})
`

/** Asks until the new code answers. */
async function answered(url: string, text: string): Promise<void> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; ) {
    const answer = await (await fetch(url)).text()
    if (answer.includes(text)) return
  }
  throw new Error(`no ${text} from ${url} after a minute`)
}
