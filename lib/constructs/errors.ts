import type { Finding } from '../steps/model.ts'

/** Thrown at synth when an app cannot become a template; the message says how to mend it. */
export class SynthError extends Error {
  override readonly name = 'SynthError'
}

/** Thrown at synth when Steps cannot be read or bundled; lists every error, one a line, as `file:line: message`. */
export class StepsError extends SynthError {
  readonly #findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super(`${findings.length === 1 ? 'a Step is' : 'Steps are'} not right:\n${findings.map(formatFinding).join('\n')}`)
    this.#findings = findings
  }

  /** Not a field: Node prints those of an error that nobody catches, and the message says it all. */
  get findings(): readonly Finding[] {
    return this.#findings
  }
}

/** `steps/order.step.ts:12:3: message`, with the code frame below where there is one. */
export function formatFinding(finding: Finding): string {
  const { location, step, message, frame } = finding
  const column = location?.column === undefined ? '' : `:${location.column}`
  const place = location ? `${location.file}:${location.line}${column}: ` : step ? `${step}: ` : ''
  return `${place}${message}${frame ? `\n${frame}` : ''}`
}
