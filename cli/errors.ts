import type { Finding } from '../lib/steps/model.ts'

/** A mistake of the user's: printed as its message alone, exit code 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The project cannot run as it is; each finding says where and how to mend it. */
export class BrokenProjectError extends Error {
  override readonly name = 'BrokenProjectError'
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[], options?: ErrorOptions) {
    super(findings.map(formatFinding).join('\n'), options)
    this.findings = findings
  }
}

/** `steps/a.step.ts:4: unknown type "apii", did you mean "api"?`, with the source lines around it when there are some. */
export function formatFinding(finding: Finding): string {
  const { location } = finding
  const place = location ? `${location.file}:${location.line}${location.column ? `:${location.column}` : ''}: ` : ''
  return `${place}${finding.message}${finding.frame ? `\n${finding.frame}` : ''}`
}
