import { builtinModules } from 'node:module'
import { dirname } from 'node:path'
import type { Finding } from '../model.ts'
import { loadsOf } from '../source/loads.ts'
import { locationOf, type SourceModule } from '../source/module.ts'
import type { Modules } from '../source/modules.ts'

const BUILTIN = new Set(builtinModules)
const OURS = /^(motia-aws|motia|@motiadev\/core)(\/|$)/

/** Packages and files that the module imports and that are not there. */
export function missingImports(modules: Modules, module: SourceModule): Finding[] {
  const seen = new Set<string>()
  return loadsOf(module).flatMap(({ specifier, offset }): Finding[] => {
    if (seen.has(specifier) || isPresent(modules, module, specifier)) return []
    seen.add(specifier)
    const local = specifier.startsWith('.')
    const name = packageName(specifier)
    const message = local
      ? `cannot find the file '${specifier}'`
      : `cannot find the package '${name}': run 'npm install ${name}'`
    const rule = local ? 'missing-file' : 'missing-package'
    return [{ severity: 'error', rule, message, location: locationOf(module, offset) }]
  })
}

function isPresent(modules: Modules, { path }: SourceModule, specifier: string): boolean {
  if (OURS.test(specifier) || BUILTIN.has(specifier) || /^(node:|#|data:|https?:)/.test(specifier)) return true
  if (modules.resolve(path, specifier)) return true
  if (specifier.startsWith('.')) return false
  return modules.hasPackage(dirname(path), packageName(specifier))
}

/** Whether such findings say that what a config lacks is missing: then its failure is no news. */
export function saysMissing(findings: readonly Finding[], error: string): boolean {
  const specifier = /^cannot find '(.+)'$/.exec(error)?.[1]
  if (specifier === undefined) return false
  const names = [specifier, packageName(specifier)].map((name) => `'${name}'`)
  return findings.some(
    ({ rule, message }) => rule.startsWith('missing-') && names.some((name) => message.includes(name)),
  )
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
