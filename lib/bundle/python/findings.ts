import type { Finding, Step } from '../../steps/model.ts'
import type { Contents } from '../assets/contents.ts'
import type { PythonNeeds } from './scan.ts'

/** Syntax errors of Steps and the modules they import, each once. */
export function pythonErrors(steps: readonly Step[], needs: Readonly<Record<string, PythonNeeds>>): Finding[] {
  const findings = new Map<string, Finding>()
  for (const step of steps) {
    for (const { file, line, column, message, frame } of needs[step.file]!.errors) {
      findings.set(`${file}:${line}`, {
        severity: 'error',
        rule: 'syntax',
        message: message.charAt(0).toLowerCase() + message.slice(1),
        location: { file, line, column },
        frame: `${frame}\n${' '.repeat(Math.max(0, column - 1))}^`,
        step: step.name,
      })
    }
  }
  return [...findings.values()]
}

/** Imports that nothing in the asset can satisfy. `file` names the requirements, if the project has any. */
export function checkImports(step: Step, needs: PythonNeeds, packages: Contents, file: string | undefined): Finding[] {
  const tops = new Set([...packages.keys()].map((path) => path.split('/')[0]!.replace(/\..*$/, '')))
  const missing = new Map(
    needs.packages.filter(({ name, optional }) => !optional && !tops.has(name)).map((found) => [found.name, found]),
  )
  return [...missing.values()].map(({ name, file: importer, line }) => ({
    severity: 'error',
    rule: 'missing-package',
    message: file
      ? `python module "${name}" is in no package of ${file}: add the package that holds it`
      : `python module "${name}" is neither a project file nor Python's own: name its package in requirements.txt`,
    location: { file: importer, line },
    step: step.name,
  }))
}
