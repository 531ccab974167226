/**
 * `npm run bench -- cold [runs]`: what a cold start costs. Each function is bundled as a deploy would and imported in a
 * fresh process; medians of interleaved runs, beside the same written by hand with Powertools, Middy and the AWS SDK.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Bundle, bundlePeer, bundleStep, installPeers } from './cold/bundles.ts'
import { startEndpoint } from './cold/endpoint.ts'
import { environment, httpEvent, sqsEvent } from './cold/events.ts'
import type { Extent } from './extent.ts'

interface Subject {
  readonly name: string
  readonly bundle: Bundle
  readonly event?: object
}

/** ms */
interface Times {
  readonly import: number
  /** Of the main thread during the import; other work on the machine does not stretch it. */
  readonly cpu: number
  readonly state: number
  readonly answer: number
}

export async function run(extent: Extent['cold'], [runs = extent.runs]: readonly number[]): Promise<void> {
  installPeers()
  const folder = mkdtempSync(join(tmpdir(), 'bench-cold-'))
  const endpoint = await startEndpoint()
  try {
    const subjects = await subjectsIn(folder)
    report(subjects, await measure(subjects, runs, environment(endpoint.url)), runs)
  } finally {
    endpoint.close()
    rmSync(folder, { recursive: true })
  }
}

async function subjectsIn(folder: string): Promise<Subject[]> {
  const peer = async (name: string, event?: object) => ({
    name,
    bundle: await bundlePeer(name, folder),
    ...(event && { event }),
  })
  return [
    await peer('empty'),
    { name: 'ours-api', bundle: await bundleStep('api', folder), event: httpEvent },
    await peer('api-zod', httpEvent),
    await peer('api-powertools', httpEvent),
    await peer('api-middy', httpEvent),
    { name: 'ours-event', bundle: await bundleStep('event', folder), event: sqsEvent },
    { name: 'event-sdk', bundle: await bundlePeer('event-sdk', folder, true), event: sqsEvent },
    await peer('event-powertools', sqsEvent),
    await peer('event-middy', sqsEvent),
  ]
}

async function measure(
  subjects: readonly Subject[],
  runs: number,
  env: Record<string, string>,
): Promise<Map<string, Times>> {
  const script = join(import.meta.dirname, 'cold/measure.mjs')
  const samples = new Map<string, Times[]>(subjects.map(({ name }) => [name, []]))
  // Interleaved, so that what else the machine does hits all alike; the first round warms the disk cache.
  for (let round = 0; round <= runs; round++) {
    for (const { name, bundle, event } of subjects) {
      const argument = JSON.stringify({ file: bundle.file, event })
      const { stdout } = await promisify(execFile)(process.execPath, [script, argument], { env }).catch(
        ({ stderr }: { stderr: string }) => {
          throw new Error(`${name} failed: ${stderr.slice(-2000)}`)
        },
      )
      if (round > 0) samples.get(name)!.push(JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1)))
    }
  }
  return new Map(
    [...samples].map(([name, all]) => [
      name,
      {
        import: median(all, 'import'),
        cpu: median(all, 'cpu'),
        state: median(all, 'state'),
        answer: median(all, 'answer'),
      },
    ]),
  )
}

function median(samples: readonly Times[], what: keyof Times): number {
  return samples.map((sample) => sample[what]).sort((a, b) => a - b)[Math.floor(samples.length / 2)]!
}

function report(subjects: readonly Subject[], times: ReadonlyMap<string, Times>, runs: number): void {
  const load = loadavg()[0]!.toFixed(1)
  console.log(
    `medians of ${runs} fresh processes on Node ${process.version}; ms since the import began; load average ${load}`,
  )
  console.table(
    Object.fromEntries(
      subjects.map(({ name, bundle, event }) => {
        const { import: imported, cpu, state, answer } = times.get(name)!
        const row = {
          'KB at start': round(bundle.eager / 1024),
          'KB in all': round(bundle.total / 1024),
          import: round(imported),
          'import, CPU': round(cpu),
        }
        return [name, event ? { ...row, 'first state call': round(state), 'first answer': round(answer) } : row]
      }),
    ),
  )
  const over = (name: string, base: string, what: keyof Times) => times.get(name)![what] - times.get(base)![what]
  const ratio = (name: string, base: string, what: keyof Times) => times.get(name)![what] / times.get(base)![what]
  console.table([
    goal('(b) API import over zod itself, ms CPU', over('ours-api', 'api-zod', 'cpu'), 5, 'most'),
    goal('(b) Powertools / ours, import, CPU', ratio('api-powertools', 'ours-api', 'cpu'), 3, 'least'),
    goal('(c) event import over an empty handler, ms CPU', over('ours-event', 'empty', 'cpu'), 8, 'most'),
    goal('(c) Powertools / ours, import, CPU', ratio('event-powertools', 'ours-event', 'cpu'), 3, 'least'),
    goal('(d) event to the end of the first state call, ms', times.get('ours-event')!.state, 65, 'most'),
    goal('(d) usual SDK / ours', ratio('event-sdk', 'ours-event', 'state'), 110 / 65, 'least'),
  ])
}

function goal(what: string, value: number, bound: number, kind: 'most' | 'least') {
  const met = kind === 'most' ? value <= bound : value >= bound
  return { what, measured: round(value), goal: `at ${kind} ${round(bound)}`, met }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
