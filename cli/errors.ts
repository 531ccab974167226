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

/** Names of errors that nobody meant to throw: a defect, whose stack is wanted. */
const unmeant = new Set([
  'Error',
  'AggregateError',
  'AssertionError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
])

/** What the reader is told of an error that ends a command; undefined for a defect. */
export function messageFor(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code?.startsWith('ERR_PARSE_ARGS'))
    return `${error.message.replaceAll('\n', ' ')}\nmotia-aws --help lists the commands`
  // What the system refused (EACCES, ENOSPC), and every error that has a name of its own: ours, and those of AWS.
  return syscall !== undefined || !unmeant.has(error.name) ? error.message : undefined
}
