/**
 * `npm run bench -- bundle [counts]`: time to read the configs of generated Steps that import zod and the DynamoDB client,
 * to bundle them, and to bundle again after an edit; beside NodejsFunction and one esbuild call per Step, in the same run.
 */

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { bundle, createBundler } from '../lib/bundle/index.ts'
import { type Project, readProject } from '../lib/steps/index.ts'
import type { Extent } from './extent.ts'
import { bundleWithCallPerStep } from './peers/bundle/call-per-step.ts'
import { bundleWithNodejsFunction } from './peers/bundle/nodejs-function.ts'
import { type GeneratedProject, generateProject } from './peers/bundle/project.ts'

/** More would take minutes and tell nothing new. */
const LARGEST_PEER = 50

export async function run({ counts, distinct }: Extent['bundle'], given: readonly number[]): Promise<void> {
  console.log(`Node ${process.version}, ${availableParallelism()} cores; times in ms`)
  await readProject(join(import.meta.dirname, 'peers', 'bundle'))
  const ours: Record<string, object> = {}
  const peers: Record<string, object> = {}
  for (const count of given.length > 0 ? given : counts) {
    ours[`${count} Steps`] = await measured(generateProject(count))
    if (count <= LARGEST_PEER) peers[`${count} Steps`] = await comparison(count)
  }
  ours[`${distinct} Steps, no two use the same`] = await measured(generateProject(distinct, true))
  console.table(ours)
  console.table(peers)
}

async function measured(project: GeneratedProject): Promise<object> {
  try {
    const outdir = join(project.root, '.motia', 'assets')
    let read!: Project
    const times: Record<string, number> = {}
    times['read'] = await timed(async () => {
      read = await readProject(project.root)
    })
    const bundler = createBundler(read, { outdir })
    times['bundle'] = await timed(() => bundler.bundle())
    times['nothing changed, new run'] = await timed(() => bundle(read, { outdir }))
    project.edit()
    times['edit, new run'] = await timed(() => bundle(read, { outdir }))
    project.edit()
    times['edit, same run'] = await timed(() => bundler.bundle())
    const dev = createBundler(read, { outdir: join(project.root, '.motia', 'dev'), dev: true })
    times['dev'] = await timed(() => dev.bundle())
    project.edit()
    times['dev edit'] = await timed(() => dev.bundle())
    const { assets } = await bundler.bundle()
    return { ...times, 'asset KB': Math.round(assets[0]!.size / 1024) }
  } finally {
    project.remove()
  }
}

async function comparison(count: number): Promise<object> {
  const project = generateProject(count)
  try {
    const read = await readProject(project.root)
    const ours = await timed(() => bundle(read, { outdir: join(project.root, '.motia', 'assets') }))
    const calls = Math.round(await bundleWithCallPerStep(project))
    const nodejsFunction = Math.round(bundleWithNodejsFunction(project))
    return {
      'motia-aws': ours,
      'esbuild call per Step': calls,
      NodejsFunction: nodejsFunction,
      'NodejsFunction / motia-aws': Math.round((nodejsFunction / ours) * 10) / 10,
    }
  } finally {
    project.remove()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return Math.round(performance.now() - start)
}
