import type { RuleTarget } from '../../ports.ts'
import { readPath } from './json-path.ts'
import type { Event, Rule } from './rule.ts'

/** The text that a target gets: the event, or what the target's input settings make of it. */
export function inputFor(target: RuleTarget, rule: Rule, event: Event, ingested: string): string {
  if (target.input !== undefined) return target.input
  if (target.inputPath !== undefined) return JSON.stringify(readPath(event, target.inputPath) ?? null)
  if (target.inputTransformer === undefined) return JSON.stringify(event)
  const { inputPathsMap = {}, inputTemplate } = target.inputTransformer
  const variables = new Map(Object.entries(inputPathsMap).map(([name, path]) => [name, readPath(event, path)]))
  const { detail: _, ...withoutDetail } = event
  variables.set('aws.events.rule-arn', rule.arn)
  variables.set('aws.events.rule-name', rule.name)
  variables.set('aws.events.event.ingestion-time', ingested)
  variables.set('aws.events.event', withoutDetail)
  variables.set('aws.events.event.json', event)
  return fill(inputTemplate, variables)
}

/**
 * Puts values in for `<name>`. In a JSON template a variable outside quotes becomes a JSON value, one inside quotes
 * becomes text; in a plain template all become text.
 */
function fill(template: string, variables: ReadonlyMap<string, unknown>): string {
  const json = /^\s*[{["]/.test(template)
  let quoted = false
  return template.replace(/\\.|"|<([^<>\s]+)>/g, (found, name?: string) => {
    if (name === undefined) {
      if (found === '"') quoted = !quoted
      return found
    }
    if (!variables.has(name)) return found
    const value = variables.get(name)
    if (json && !quoted) return JSON.stringify(value ?? null)
    const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
    return json ? JSON.stringify(text).slice(1, -1) : text
  })
}
