import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { Hono } from 'hono'
import { costPerMillion, idleCost } from '../../cost.ts'
import { pricesOf } from '../../prices.ts'
import type { LimitsAndCost } from '../../protocol.ts'
import type { Session } from '../../session.ts'

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const resourceLimit = 500
const templateLimit = 1_000_000

/** How near the app is to CloudFormation's limits, and what it costs. */
export function limits(session: Session): Hono {
  return new Hono().get('/limits', async (context) => {
    const { steps } = session.project
    const entries = steps.filter((step) =>
      step.triggers.some((trigger) => trigger.type === 'api' || trigger.type === 'cron'),
    )
    const medians = mediansOf(session)
    return context.json({
      stacks: await stacksIn(session.assembly),
      pricesOf,
      idlePerMonth: idleCost(session.emulator.resources()),
      perMillionRuns: entries.map((step) => costPerMillion(step, steps, (name) => medians.get(name))),
    } satisfies LimitsAndCost)
  })
}

async function stacksIn(assembly: string): Promise<LimitsAndCost['stacks']> {
  const files = (await readdir(assembly)).filter((file) => file.endsWith('.template.json')).sort()
  return Promise.all(
    files.map(async (file) => {
      const template = JSON.parse(await readFile(path.join(assembly, file), 'utf8')) as Record<
        string,
        object | undefined
      >
      const count = (section: string) => Object.keys(template[section] ?? {}).length
      return {
        name: file.replace(/(\.nested)?\.template\.json$/, ''),
        resources: count('Resources'),
        resourceLimit,
        templateBytes: (await stat(path.join(assembly, file))).size,
        templateLimit,
        outputs: count('Outputs'),
        parameters: count('Parameters'),
      }
    }),
  )
}

/** The median duration of each Step's handler over the traces at hand, ms. */
function mediansOf(session: Session): Map<string, number> {
  const durations = new Map<string, number[]>()
  for (const trace of session.emulator.traces({ limit: 200 }))
    for (const span of trace.spans)
      if (span.kind === 'handler' && span.step && span.end !== undefined)
        durations.set(span.step, [...(durations.get(span.step) ?? []), span.end - span.start])
  return new Map([...durations].map(([step, list]) => [step, list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!]))
}
