/**
 * `npm run bench -- synth [counts]`: from Steps on disk to a cloud assembly, each time in a new process, beside the same
 * resources written by hand with NodejsFunction. The CDK's own validation is off, as in the dev loop.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Extent } from './extent.ts'
import { generateProject, type Kind } from './synth/project.ts'

/** NodejsFunction takes minutes beyond. */
const largestByHand = 50

export async function run({ counts }: Extent['synth'], given: readonly number[]): Promise<void> {
  console.log(`Node ${process.version}, ${availableParallelism()} cores; CDK_VALIDATION=false`)
  const rows: Record<string, object> = {}
  for (const count of given.length > 0 ? given : counts) {
    for (const kind of ['api', 'mixed'] as const) {
      rows[`${count} ${kind}, motia-aws`] = measure('steps-app', kind, count)
      if (count <= largestByHand) rows[`${count} ${kind}, NodejsFunction`] = measure('by-hand', kind, count)
    }
  }
  console.table(rows)
}

/** Synthesizes once in a process of its own. */
function measure(app: 'steps-app' | 'by-hand', kind: Kind, count: number): object {
  const root = generateProject(kind, count)
  const outdir = join(root, 'cdk.out')
  try {
    const start = performance.now()
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=motia-aws:source', join(import.meta.dirname, 'synth', `${app}.ts`), root, outdir],
      { cwd: root, encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false' } },
    )
    const seconds = (performance.now() - start) / 1000
    if (status !== 0) throw new Error(`${app} with ${count} ${kind} Steps failed:\n${stderr}`)
    const { cpu, memory } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { cpu: number; memory: number }
    const templates = readdirSync(outdir).filter((name) => name.endsWith('.template.json'))
    const resources = templates.flatMap((name) =>
      Object.keys((JSON.parse(readFileSync(join(outdir, name), 'utf8')) as { Resources: object }).Resources),
    )
    return {
      seconds: Number(seconds.toFixed(2)),
      'cpu s': Number(cpu.toFixed(2)),
      'memory MB': Math.round(memory),
      resources: resources.length,
      stacks: templates.length,
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
