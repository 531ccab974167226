/** Steps made by hand, for tests that need no project on disk. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { STREAMS_GATEWAY, type StepAsset } from '../../lib/bundle/model.ts'
import type { PreparedSteps } from '../../lib/constructs/props.ts'
import type { Step, Trigger } from '../../lib/steps/model.ts'

/** A Step with all that is not said left empty. */
export function step(name: string, trigger: Trigger, more: Partial<Step> = {}): Step {
  const file = `steps/${name}.step.${more.language === 'python' ? 'py' : 'ts'}`
  return {
    name,
    file,
    location: { file, line: 1 },
    language: 'node',
    dialect: 'define-step',
    flows: [],
    triggers: [trigger],
    emits: [],
    emitsAnything: false,
    virtualEmits: [],
    virtualSubscribes: [],
    state: [],
    streams: [],
    includeFiles: [],
    environment: [],
    infrastructure: {},
    allowLoop: false,
    ...more,
  }
}

export const api = (method: 'GET' | 'POST' | 'ANY', path: string, more: object = {}): Trigger => ({
  type: 'api',
  method,
  path,
  ...more,
})

export const event = (...subscribes: string[]): Trigger => ({ type: 'event', subscribes, patterns: [] })

export const cron = (expression: string, timezone?: string): Trigger => ({
  type: 'cron',
  expression,
  ...(timezone ? { timezone } : {}),
})

export const emits = (...topics: string[]) => ({
  emits: topics.map((topic) => ({ topic, source: 'stated' as const })),
})

/** The bundle of a Step: one of the folders below `handlers`. */
export function asset(name: string, handler: 'empty' | 'echo' | 'echo-python' = 'empty'): StepAsset {
  const directory = join(import.meta.dirname, 'handlers', handler)
  const source = readFileSync(join(directory, handler === 'echo-python' ? 'index.py' : 'index.mjs'))
  const hash = createHash('sha256').update(source).digest('hex')
  return { step: name, directory, handler: 'index.handler', hash, size: source.length }
}

/** Steps with one and the same empty handler, and the gateway when one of them uses a stream. */
export function prepared(steps: readonly Step[]): PreparedSteps {
  const gateway = steps.some(({ streams }) => streams.length > 0) ? [STREAMS_GATEWAY] : []
  return {
    project: { root: '/project', steps, streams: [], findings: [] },
    assets: [...steps.map(({ name }) => name), ...gateway].map((name) => asset(name)),
  }
}
