import type { Dialect, Finding, Language, Location, Severity, StateOperation, StreamOperation } from '../model.ts'

/** A config as its author wrote it, whatever the language, and what its code shows. */
export interface RawStep {
  readonly file: string
  readonly language: Language
  readonly dialect: Dialect
  readonly config: Readonly<Record<string, unknown>>
  /** Where the config begins. */
  readonly location: Location
  /** Where a key of the config stands; the config's own place when it is computed. */
  readonly keyLocation: (key: string) => Location
  readonly code: CodeFacts
}

/** What a handler and the code it calls do. */
export interface CodeFacts {
  readonly emits: readonly { readonly topic: string; readonly location: Location }[]
  /** Emits whose topic cannot be known, each with the reason. */
  readonly unknown: readonly { readonly reason: string; readonly location: Location }[]
  readonly state: readonly StateOperation[]
  readonly environment: readonly string[]
  readonly streams: readonly StreamFact[]
}

/** One call of a stream; `*` when the code hides which stream it is. */
export interface StreamFact {
  readonly stream: string
  readonly operation: StreamOperation
  /** The first such call. */
  readonly location: Location
}

export const NO_CODE: CodeFacts = { emits: [], unknown: [], state: [], environment: [], streams: [] }

/** Collects what is wrong in one Step. */
export interface Report {
  readonly findings: Finding[]
  error(rule: string, key: string | null, message: string): void
  warning(rule: string, key: string | null, message: string): void
}

export function createReport(raw: RawStep, step: string): Report {
  const findings: Finding[] = []
  const add = (severity: Severity) => (rule: string, key: string | null, message: string) => {
    const location = key === null ? raw.location : raw.keyLocation(key)
    findings.push({ severity, rule, message, location, step })
  }
  return { findings, error: add('error'), warning: add('warning') }
}
