import { posix } from 'node:path'
import type { Finding, Step } from '../../steps/model.ts'
import type { Content } from '../assets/contents.ts'
import { filesAt } from './files.ts'

/** The files a Step needs beside its code, by their place in the asset, which is their place in the project. */
export interface ExtraFiles {
  readonly files: ReadonlyMap<string, Content>
  readonly findings: readonly Finding[]
}

/** The files that `includeFiles` names and those that the code reads. */
export function extraFiles(root: string, step: Step, reads: readonly string[]): ExtraFiles {
  const files = filesAt(root, reads)
  const findings: Finding[] = []
  for (const pattern of step.includeFiles) {
    const included = filesAt(root, placesOf(step, pattern))
    if (included.size === 0) findings.push(nothingIncluded(step, pattern))
    for (const [path, content] of included) files.set(path, content)
  }
  return { files, findings }
}

/** From the Step's folder, where Motia 0.x looks, and from the project's. */
function placesOf(step: Step, pattern: string): string[] {
  return [pattern, posix.join(posix.dirname(step.file), pattern)]
    .map((path) => posix.normalize(path))
    .filter((path) => !posix.isAbsolute(path) && !path.startsWith('..'))
}

/** A warning for Motia 0.x, which looks at `includeFiles` in its cloud alone. */
function nothingIncluded(step: Step, pattern: string): Finding {
  const folder = posix.dirname(step.file)
  return {
    severity: step.dialect === 'motia' ? 'warning' : 'error',
    rule: 'include-files',
    message: `includeFiles: no file matches "${pattern}" from the project's folder or from ${folder}: check the path`,
    location: step.location,
    step: step.name,
  }
}
