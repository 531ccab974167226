import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** `api`: routes alone. `mixed`: of ten Steps six routes, three queues and one schedule, with state and topics. */
export type Kind = 'api' | 'mixed'

/** Steps on disk, each with a zod schema, below the repository so that its packages are found. */
export function generateProject(kind: Kind, count: number): string {
  const folder = join(import.meta.dirname, '..', 'results')
  mkdirSync(folder, { recursive: true })
  const root = mkdtempSync(join(folder, `synth-${kind}-${count}-`))
  mkdirSync(join(root, 'steps'))
  for (let index = 0; index < count; index += 1) {
    writeFileSync(
      join(root, 'steps', `step-${index}.step.ts`),
      source(triggerOf(kind, index), index, kind === 'mixed' ? count : 0),
    )
  }
  return root
}

export function triggerOf(kind: Kind, index: number): 'api' | 'event' | 'cron' {
  if (kind === 'api' || index % 10 < 6) return 'api'
  return index % 10 < 9 ? 'event' : 'cron'
}

function source(trigger: 'api' | 'event' | 'cron', index: number, count: number): string {
  const schema = 'z.object({ title: z.string().min(3), amount: z.number() })'
  // The event Step of the same ten hears it.
  const topic = `topic-${Math.min(Math.floor(index / 10) * 10 + 6 + (index % 3), count - 1)}`
  const emit = count > 0 ? `await emit('${topic}', body)` : ''
  const config = {
    api: `type: 'api', method: 'POST', path: '/things-${index}/:id', bodySchema: ${schema},
  async handler({ body, emit, state }) {
    await state.set('thing:${index}', body)
    ${emit}
    return { made: true }
  },`,
    event: `type: 'event', subscribes: ['topic-${index}'], input: ${schema},
  async handler({ data, state }) {
    await state.set('seen:${index}', data)
  },`,
    cron: `type: 'cron', expression: '${index % 60} 3 * * *',
  async handler({ state }) {
    await state.query({ prefix: 'thing:' })
  },`,
  }[trigger]
  return `import { defineStep } from 'motia-aws'
import { z } from 'zod'

export default defineStep({
  ${config}
})
export const handler = () => z.string()
`
}
