import type { Finding } from '../../steps/model.ts'
import type { Content } from '../assets/contents.ts'
import type { Store } from '../assets/store.ts'
import { placeOfImport } from '../code/messages.ts'
import { PackageInstallError } from '../errors.ts'
import type { StepFunction } from '../function.ts'
import type { Architecture } from '../model.ts'
import { installNative } from './install.ts'

/** The `node_modules` of a Step's asset, and what could not be had for it. */
export interface NativeFiles {
  readonly files: ReadonlyMap<string, Content>
  readonly findings: readonly Finding[]
}

/** Installs what a Step's bundle left out. */
export async function nativeFiles(
  { step, native, inputs, root }: StepFunction & { readonly root: string },
  architecture: Architecture,
  store: Store,
  work: string,
): Promise<NativeFiles> {
  const files = new Map<string, Content>()
  const findings: Finding[] = []
  for (const found of native) {
    try {
      for (const [path, content] of await installNative(found, architecture, store, work)) files.set(path, content)
    } catch (error) {
      if (!(error instanceof PackageInstallError)) throw error
      findings.push({
        severity: 'error',
        rule: 'native-package',
        message: error.message,
        location: placeOfImport(found.name, inputs, root) ?? step.location,
        step: step.name,
      })
    }
  }
  return { files, findings }
}
