/** Lambda notices a loop by the lineage in the trace header: it has to survive both runtimes, sampled and continued. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp } from '../../cli/testing.ts'
import { missingPython } from './python.ts'

const steps = {
  'start.step.ts': `
    import { defineStep } from 'motia-aws'
    export default defineStep({ type: 'api', method: 'POST', path: '/start', async handler({ emit }) { await emit('ping', {}) } })`,
  'ping.step.ts': `
    import { defineStep } from 'motia-aws'
    export default defineStep({ type: 'event', subscribes: ['ping'], allowLoop: true, async handler({ emit }) { await emit('pong', {}) } })`,
  'pong.step.py': `
from motia import define_step

@define_step(type="event", subscribes=["pong"])
async def handler(emit):
    await emit("ping", {})
`,
}

let folder: string
beforeAll(() => {
  // Outside of the repository: a project takes the CDK app of a folder above it.
  folder = mkdtempSync(path.join(tmpdir(), 'motia-aws-loop-'))
  mkdirSync(path.join(folder, 'steps'))
  for (const [name, text] of Object.entries(steps)) writeFileSync(path.join(folder, 'steps', name), text)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.skipIf(missingPython).each(['linked', 'continuous'])(
  'a loop ends after 16 runs of a function with %s traces',
  async (tracing) => {
    const app = await startApp(folder, { environment: { MOTIA_TRACING: tracing } })
    try {
      await fetch(`${app.apiUrl}/start`, { method: 'POST' })
      await app.idle()
      const spans = app.traces().flatMap((trace) => trace.spans)
      const runs = (step: string) => spans.filter((span) => span.kind === 'invocation' && span.step === step).length
      expect([runs('ping'), runs('pong')]).toEqual([17, 16])
      // `ping` may go on, `pong` may not: its seventeenth message goes to its dead letters.
      const stopped = app.queues().filter(({ deadLetter, visible }) => deadLetter && visible > 0)
      expect(stopped.map(({ step, visible }) => [step, visible])).toEqual([['pong', 1]])
    } finally {
      await app.stop()
    }
  },
  60_000,
)
