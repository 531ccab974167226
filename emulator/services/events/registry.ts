import type { RuleTarget, ServiceContext } from '../../ports.ts'
import { compilePattern, PatternError } from '../matching/index.ts'
import { busNotFound, invalid, invalidPattern, ruleNotFound } from './errors.ts'
import type { Rule } from './rule.ts'

export interface NewRule {
  readonly bus: string
  readonly pattern: unknown
  readonly state: Rule['state']
  readonly description?: string | undefined
}

/** Buses and their rules. In memory: they are wiring, which the template makes anew at each start. */
export interface Registry {
  buses(): readonly string[]
  busArn(name: string): string
  /** The bus that a name or ARN is about (`default` when there is none); throws ResourceNotFoundException. */
  bus(nameOrArn: string | undefined): string
  hasBus(name: string): boolean
  putBus(name: string): void
  removeBus(name: string): void
  rules(bus: string): readonly Rule[]
  /** Throws ResourceNotFoundException. */
  rule(name: string | undefined, bus: string): Rule
  /** Makes the rule or changes it; its targets stay. Throws InvalidEventPatternException. */
  putRule(name: string, rule: NewRule): Rule
  setTargets(rule: Rule, targets: readonly RuleTarget[]): void
  removeRule(name: string, bus: string): void
}

export const busName = (nameOrArn: string | undefined) => nameOrArn?.split(':event-bus/').at(-1) ?? 'default'

export function createRegistry({ region, account }: ServiceContext): Registry {
  const buses = new Map<string, Map<string, Rule>>([['default', new Map()]])
  const rulesOf = (bus: string) => {
    const rules = buses.get(bus)
    if (rules === undefined) throw busNotFound(bus)
    return rules
  }
  const arn = (rest: string) => `arn:aws:events:${region}:${account}:${rest}`

  return {
    buses: () => [...buses.keys()],
    busArn: (name) => arn(`event-bus/${name}`),
    bus(nameOrArn) {
      const name = busName(nameOrArn)
      rulesOf(name)
      return name
    },
    hasBus: (name) => buses.has(name),
    putBus(name) {
      if (!/^[/.\-_A-Za-z0-9]{1,256}$/.test(name)) throw invalid(`Event bus name ${JSON.stringify(name)} is not valid.`)
      if (!buses.has(name)) buses.set(name, new Map())
    },
    removeBus(name) {
      if (name === 'default') throw invalid('Cannot delete event bus default.')
      buses.delete(name)
    },
    rules: (bus) => [...rulesOf(bus).values()],
    rule(name, bus) {
      const rule = rulesOf(bus).get(name ?? '')
      if (rule === undefined) throw ruleNotFound(name ?? '', bus)
      return rule
    },
    putRule(name, { bus, pattern, state, description }) {
      const rules = rulesOf(bus)
      if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) throw invalid(`Rule name ${JSON.stringify(name)} is not valid.`)
      const rule: Rule = {
        name,
        bus,
        arn: arn(bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`),
        description,
        pattern,
        matches: compile(pattern),
        state,
        targets: rules.get(name)?.targets ?? [],
      }
      rules.set(name, rule)
      return rule
    },
    setTargets(rule, targets) {
      for (const target of targets) checkTarget(target)
      rule.targets = targets
    },
    removeRule: (name, bus) => void rulesOf(bus).delete(name),
  }
}

export function compile(pattern: unknown): Rule['matches'] {
  try {
    return compilePattern(pattern)
  } catch (cause) {
    if (!(cause instanceof PatternError)) throw cause
    throw Object.assign(invalidPattern(cause.message), { cause })
  }
}

const TARGETS = ['sqs', 'lambda', 'sns', 'events']

function checkTarget({ arn, id, inputTransformer }: RuleTarget): void {
  const service = arn.split(':')[2] ?? ''
  if (!TARGETS.includes(service)) {
    throw invalid(
      `Target ${id}: the emulator delivers to ${TARGETS.join(', ')}, not to ${arn}; leave the target out of what is run locally.`,
    )
  }
  const reserved = Object.keys(inputTransformer?.inputPathsMap ?? {}).find((name) => /^aws\./i.test(name))
  if (reserved !== undefined)
    throw invalid(`Target ${id}: InputPathsMap cannot define ${reserved}, names with AWS. are reserved.`)
}
