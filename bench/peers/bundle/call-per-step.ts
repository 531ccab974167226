/** One call of esbuild's API per Step, all at once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { GeneratedProject } from './project.ts'

/** Returns milliseconds. */
export async function bundleWithCallPerStep(project: GeneratedProject): Promise<number> {
  const outdir = mkdtempSync(join(tmpdir(), 'motia-bench-calls-'))
  const start = performance.now()
  await Promise.all(
    project.files.map((entry, index) =>
      build({
        entryPoints: [entry],
        outfile: join(outdir, `step-${index}`, 'index.mjs'),
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node24',
        mainFields: ['module', 'main'],
        logLevel: 'silent',
      }),
    ),
  )
  const time = performance.now() - start
  rmSync(outdir, { recursive: true, force: true })
  return time
}
