/**
 * `npm run bench -- read [counts...]`: how long it takes to read all Steps of a generated project, from nothing in a fresh
 * process and again after an edit of one. Goal for 200 Steps on two cores: 500 ms.
 */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Extent } from './extent.ts'
import type { Times } from './read/once.ts'
import { generateProject } from './read/project.ts'

export async function run({ counts, runs }: Extent['read'], given: readonly number[]): Promise<void> {
  const rows = []
  for (const count of given.length > 0 ? given : counts) {
    const root = generateProject(count)
    try {
      rows.push({ Steps: count, ...measure(root, runs) })
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  }
  console.table(rows)
}

/** Medians over fresh processes, ms. */
function measure(root: string, runs: number): Record<string, number> {
  const all = Array.from({ length: runs }, () => {
    const child = spawnSync(process.execPath, [join(import.meta.dirname, 'read/once.ts'), root], { encoding: 'utf8' })
    if (child.status !== 0) throw new Error(child.stderr)
    return JSON.parse(child.stdout) as Times
  })
  const median = (key: keyof Times): number =>
    Math.round(all.map((times) => times[key]).sort((a, b) => a - b)[runs >> 1]!)
  return {
    'all, ms': median('first'),
    'again, ms': median('unchanged'),
    'handler edited, ms': median('handlerEdited'),
    'config edited, ms': median('configEdited'),
  }
}
