import type { Finding, Step } from '../model.ts'

/** Two Steps of one name would be one function. */
export function duplicateNames(steps: readonly Step[]): Finding[] {
  const first = new Map<string, Step>()
  return steps.flatMap((step) => {
    const other = first.get(step.name)
    if (!other) {
      first.set(step.name, step)
      return []
    }
    return [
      {
        severity: 'error' as const,
        rule: 'duplicate-name',
        message: `two Steps are named '${step.name}': the other is ${other.file}:${other.location.line}; rename one of them`,
        location: step.location,
        step: step.name,
      },
    ]
  })
}
