import type { Finding, Project } from '../../lib/steps/model.ts'
import { missingVariables } from './environment.ts'
import type { AppInfo } from './protocol.ts'
import type { Python } from './python.ts'

/** What Steps need and this machine lacks: Python, environment variables. */
export function missingFor(
  { steps, findings }: Project,
  environment: Readonly<Record<string, string>>,
  python: Python | undefined,
): AppInfo['missing'] {
  const variables = [...leftOut(findings), ...missingVariables(steps, environment)]
  if (!python || !('missing' in python)) return variables
  const remedy = python.missing
  return [
    ...steps.filter((step) => step.language === 'python').map((step) => ({ step: step.name, what: 'Python', remedy })),
    ...variables,
  ]
}

/** Python Steps whose configs nobody could read: no Step has their name, so their file names them. */
const leftOut = (findings: readonly Finding[]): AppInfo['missing'] =>
  findings
    .filter((finding) => finding.rule === 'python-unavailable')
    .map(({ location, message }) => ({
      step: location?.file ?? '',
      what: 'Python',
      remedy: message.replace(/^this Step is in Python, and /, ''),
    }))
