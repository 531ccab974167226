import { existsSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../errors.ts'

/** The built Workbench: beside the sources in `dist/workbench`, or beside the built command. @throws {UsageError} */
export function workbenchFolder(): string {
  const candidates = ['../../dist/workbench', '../../workbench'].map((up) => path.resolve(import.meta.dirname, up))
  const found = candidates.find(
    (folder) => existsSync(path.join(folder, 'index.html')) && existsSync(path.join(folder, 'assets')),
  )
  if (!found) throw new UsageError('the Workbench is not built; `npm install` builds it, or `npm run prepare` by hand')
  return found
}
