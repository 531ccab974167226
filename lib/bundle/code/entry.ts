import { posix } from 'node:path'
import type { Step, Trigger } from '../../steps/model.ts'
import { adapterFile } from '../runtime/bundle.ts'

/** The trigger that a Step's function is made for; undefined when the Step is only drawn. */
export function runningTrigger(step: Step): Exclude<Trigger, { type: 'noop' }> | undefined {
  return step.triggers.find((trigger) => trigger.type !== 'noop')
}

/** The text of a Node Step's `index.mjs` before bundling, as in `runtime/CONTRACT.md`. */
export function nodeEntry(step: Step): string {
  const trigger = runningTrigger(step)!
  const options = JSON.stringify({ name: step.name, dialect: step.dialect })
  return [
    `import * as step from ${JSON.stringify(posix.join('.', step.file).replace(/^(?!\.)/, './'))}`,
    `import { adapt } from ${JSON.stringify(`./${adapterFile(trigger.type)}`)}`,
    `export const handler = adapt(step, ${options})`,
  ].join('\n')
}
