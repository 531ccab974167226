import type { Finding } from '../../lib/steps/index.ts'
import { formatFinding } from '../errors.ts'

/** Errors first, a line each, and how many there are. */
export function formatFindings(findings: readonly Finding[]): string {
  const errors = findings.filter((finding) => finding.severity === 'error')
  const warnings = findings.filter((finding) => finding.severity === 'warning')
  const lines = [
    ...errors.map((finding) => `error    ${formatFinding(finding)}`),
    ...warnings.map((finding) => `warning  ${formatFinding(finding)}`),
  ]
  return [...lines, '', `${count(errors.length, 'error')}, ${count(warnings.length, 'warning')}`].join('\n')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
