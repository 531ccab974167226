/**
 * `npm run bench -- warm [processes]`: microseconds that a warm invocation costs over the bare function, beside Powertools
 * and Middy. HTTP is stubbed, so that neither a network nor a service is measured.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Bundle, bundlePeer, bundleStep, installPeers } from './cold/bundles.ts'
import { environment, httpEvent, sqsEvent } from './cold/events.ts'
import type { Extent } from './extent.ts'

const peers = { api: ['bare', 'zod', 'powertools', 'middy'], event: ['bare', 'sdk', 'powertools', 'middy'] } as const
const checks = { api: '201', event: '"batchItemFailures":[]' } as const

export async function run(extent: Extent['warm'], [processes = extent.processes]: readonly number[]): Promise<void> {
  installPeers()
  const folder = mkdtempSync(join(tmpdir(), 'bench-warm-'))
  try {
    for (const kind of ['api', 'event'] as const) {
      const batch = extent.batches[kind]
      const times = new Map<string, number>()
      times.set('ours', await measure(kind, await bundleStep(kind, folder), processes, batch))
      for (const peer of peers[kind]) {
        times.set(peer, await measure(kind, await bundlePeer(`${kind}-${peer}`, folder), processes, batch))
      }
      report(kind, times)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The best of several processes: the rest is what else the machine was doing. */
async function measure(kind: 'api' | 'event', { file }: Bundle, processes: number, batch: number): Promise<number> {
  const argument = JSON.stringify({
    file,
    event: kind === 'api' ? httpEvent : sqsEvent,
    check: checks[kind],
    batch,
  })
  const times: number[] = []
  for (let n = 0; n < processes; n++) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, 'warm/measure.mjs'), argument],
      { env: environment('http://127.0.0.1:1') },
    ).catch(({ stderr }: { stderr: string }) => {
      throw new Error(`${file} failed: ${stderr.slice(-2000)}`)
    })
    times.push(Number(stdout.slice(stdout.lastIndexOf('\n') + 1)))
  }
  return Math.min(...times)
}

function report(kind: string, times: ReadonlyMap<string, number>): void {
  const bare = times.get('bare')!
  console.log(
    `${kind}: microseconds of CPU per warm invocation, Node ${process.version}, load average ${loadavg()[0]!.toFixed(1)}`,
  )
  console.table(
    Object.fromEntries(
      [...times].map(([name, time]) => [name, { 'in all': round(time), 'over bare': round(time - bare) }]),
    ),
  )
  if (kind === 'api') {
    const added = times.get('ours')! - bare
    console.log(
      `(b) added over the bare function: ${round(added)} us, goal under 20: ${added < 20 ? 'met' : 'not met'}`,
    )
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
