import { defaultName } from '../find.ts'
import type { EmittedTopic, Finding, Step, StreamUse, Trigger, VirtualEdge } from '../model.ts'
import { apiTrigger } from './api.ts'
import { cronTrigger } from './cron.ts'
import { eventTrigger } from './event.ts'
import { infrastructure } from './infrastructure.ts'
import { KNOWN_KEYS, nearest } from './keys.ts'
import { createReport, type RawStep, type Report } from './raw.ts'
import { strings, topics } from './value.ts'

export type { CodeFacts, RawStep, StreamFact } from './raw.ts'

export interface Normalised {
  /** Null when the config is too wrong to say what it starts. */
  readonly step: Step | null
  readonly findings: readonly Finding[]
}

/** Turns a config of any dialect and language into a {@link Step} and says what is wrong with it. */
export function normalise(raw: RawStep): Normalised {
  const { config } = raw
  const name = typeof config['name'] === 'string' && config['name'] !== '' ? config['name'] : defaultName(raw.file)
  const report = createReport(raw, name)
  if (config['name'] !== undefined && typeof config['name'] !== 'string') {
    report.error('bad-value', 'name', `name is a string (it is ${JSON.stringify(config['name'])})`)
  }
  const type = knownType(raw, report)
  if (!type) return { step: null, findings: report.findings }
  unknownKeys(raw, type, report)
  const trigger = triggerOf(raw, type, report)
  const step: Step = {
    name,
    file: raw.file,
    location: raw.location,
    language: raw.language,
    dialect: raw.dialect,
    ...(typeof config['description'] === 'string' && { description: config['description'] }),
    flows: strings(raw, 'flows', report),
    triggers: trigger ? [trigger] : [],
    ...emitted(raw, type, report),
    virtualEmits: (topics(raw, 'virtualEmits', report) ?? []).map(virtualEdge),
    virtualSubscribes: strings(raw, 'virtualSubscribes', report),
    state: [...new Set(raw.code.state)].sort(),
    streams: streamUses(raw),
    includeFiles: strings(raw, 'includeFiles', report),
    environment: [...new Set(raw.code.environment)].sort(),
    infrastructure: infrastructure(raw, type, report),
    allowLoop: config['allowLoop'] === true,
  }
  return { step: trigger ? step : null, findings: report.findings }
}

function knownType(raw: RawStep, report: Report): Trigger['type'] | null {
  if (raw.dialect === 'triggers') {
    report.error(
      'unsupported-dialect',
      'triggers',
      `a config with 'triggers' is Motia 1.x, which is not read yet: write type: 'api', 'event' or 'cron'`,
    )
    return null
  }
  const { type } = raw.config
  const known = Object.keys(KNOWN_KEYS)
  if (typeof type === 'string' && Object.hasOwn(KNOWN_KEYS, type)) return type as Trigger['type']
  const near = typeof type === 'string' ? nearest(type, known) : null
  const remedy = near ? `did you mean '${near}'?` : `it is one of ${known.join(', ')}`
  report.error(
    'unknown-type',
    'type',
    type === undefined ? `the config has no type: ${remedy}` : `unknown type ${quoted(type)}, ${remedy}`,
  )
  return null
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}

function triggerOf(raw: RawStep, type: Trigger['type'], report: Report): Trigger | null {
  if (type === 'api') return apiTrigger(raw, report)
  if (type === 'event') return eventTrigger(raw, report)
  return type === 'cron' ? cronTrigger(raw, report) : { type: 'noop' }
}

function unknownKeys(raw: RawStep, type: Trigger['type'], report: Report): void {
  for (const key of Object.keys(raw.config)) {
    if (KNOWN_KEYS[type].includes(key)) continue
    const near = nearest(key, KNOWN_KEYS[type])
    const other = Object.entries(KNOWN_KEYS).find(([, keys]) => keys.includes(key))?.[0]
    const remedy = near ? `, did you mean '${near}'?` : other ? `: it belongs to ${other} Steps` : ': it has no effect'
    report.warning('unknown-key', key, `unknown key '${key}' in a config of type '${type}'${remedy}`)
  }
}

/**
 * What is stated wins. An empty list in Motia 0.x allows every topic, so there the code is asked as if none were given.
 */
function emitted(raw: RawStep, type: Trigger['type'], report: Report): Pick<Step, 'emits' | 'emitsAnything'> {
  const stated = topics(raw, 'emits', report)
  const location = raw.keyLocation('emits')
  const asked = stated === null || (raw.dialect === 'motia' && stated.length === 0)
  if (!asked || type === 'noop') {
    const emits = unique((stated ?? []).map((item) => ({ ...item, source: 'stated' as const, location })))
    unstated(raw, emits, report)
    return { emits, emitsAnything: false }
  }
  for (const { reason, location } of raw.code.unknown) {
    report.findings.push({
      severity: 'warning',
      rule: 'unknown-topic',
      message: `${reason}, so the Step may publish to every topic: state them with emits: ['...']`,
      location,
      step: String(raw.config['name'] ?? defaultName(raw.file)),
    })
  }
  const emits = unique(raw.code.emits.map((item) => ({ ...item, source: 'inferred' as const })))
  return { emits, emitsAnything: raw.code.unknown.length > 0 }
}

/** A literal topic that the stated list leaves out is dropped by 0.x and refused by AWS. */
function unstated(raw: RawStep, emits: readonly EmittedTopic[], report: Report): void {
  const known = new Set(emits.map((item) => item.topic))
  for (const { topic, location } of raw.code.emits) {
    if (known.has(topic)) continue
    known.add(topic)
    const fate = raw.dialect === 'motia' ? 'is dropped' : 'will be refused'
    const message = `the code emits '${topic}', which emits does not list: add it there, or it ${fate}`
    report.findings.push({ severity: 'warning', rule: 'unstated-topic', message, location, topic })
  }
}

function unique(topics: readonly EmittedTopic[]): EmittedTopic[] {
  const first = new Map<string, EmittedTopic>()
  for (const item of topics) if (!first.has(item.topic)) first.set(item.topic, item)
  return [...first.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1))
}

function streamUses({ code }: RawStep): StreamUse[] {
  const names = [...new Set(code.streams.map(({ stream }) => stream))].sort()
  return names.map((stream) => {
    const calls = code.streams.filter((call) => call.stream === stream)
    return { stream, operations: [...new Set(calls.map(({ operation }) => operation))].sort() }
  })
}

function virtualEdge({ topic, label }: { topic: string; label?: string }): VirtualEdge {
  return { topic, ...(label !== undefined && { label }) }
}
