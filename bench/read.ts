/**
 * `npm run bench -- read [counts...]`: how long it takes to read all Steps of a generated project, from nothing in a fresh
 * process and again after an edit of one. Goal for 200 Steps on two cores: 500 ms.
 */
import { spawnSync } from 'node:child_process'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createReader } from '../lib/steps/index.ts'
import { generateProject, stepFile } from './read/project.ts'

const RUNS = 5

export async function run(args: readonly string[]): Promise<void> {
  if (args[0] === '--once') return once(args[1]!)
  const counts = args.length > 0 ? args.map(Number) : [10, 50, 200, 1000]
  const rows = []
  for (const count of counts) {
    const root = generateProject(count)
    try {
      rows.push({ Steps: count, ...measure(root) })
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  }
  console.table(rows)
}

interface Times {
  readonly first: number
  readonly unchanged: number
  readonly handlerEdited: number
  readonly configEdited: number
}

/** Medians over fresh processes, ms. */
function measure(root: string): Record<string, number> {
  const runs = Array.from({ length: RUNS }, () => {
    const child = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), 'read', '--once', root], {
      encoding: 'utf8',
    })
    if (child.status !== 0) throw new Error(child.stderr)
    return JSON.parse(child.stdout) as Times
  })
  const median = (key: keyof Times): number =>
    Math.round(runs.map((times) => times[key]).sort((a, b) => a - b)[RUNS >> 1]!)
  return {
    'all, ms': median('first'),
    'again, ms': median('unchanged'),
    'handler edited, ms': median('handlerEdited'),
    'config edited, ms': median('configEdited'),
  }
}

async function once(root: string): Promise<void> {
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
}
