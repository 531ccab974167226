import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageOf } from '../resolve/package-name.ts'

/** A package with compiled code: it is installed for Lambda's system instead of being bundled. */
export interface NativePackage {
  readonly name: string
  readonly version: string
  /** Project-relative folder it is installed in. */
  readonly folder: string
  readonly type: 'module' | 'commonjs'
}

/** The packages with compiled code that a bundle's inputs belong to. */
export function nativePackagesOf(inputs: readonly string[], root: string): NativePackage[] {
  const found = new Map<string, NativePackage>()
  const seen = new Set<string>()
  for (const input of inputs) {
    const owner = packageOf(input)
    if (!owner || (seen.has(owner.folder) && !input.endsWith('.node'))) continue
    seen.add(owner.folder)
    const manifest = readManifest(join(root, owner.folder))
    if (!manifest || !(input.endsWith('.node') || isNative(join(root, owner.folder), manifest))) continue
    found.set(owner.name, {
      ...owner,
      version: manifest.version ?? '*',
      type: manifest.type === 'module' ? 'module' : 'commonjs',
    })
  }
  return [...found.values()]
}

interface Manifest {
  readonly type?: string
  readonly version?: string
  readonly gypfile?: boolean
  readonly binary?: unknown
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** Built by node-gyp, shipped with prebuilt binaries, or with an optional package for each system. */
function isNative(folder: string, manifest: Manifest): boolean {
  if (manifest.gypfile || manifest.binary) return true
  if (existsSync(join(folder, 'binding.gyp')) || existsSync(join(folder, 'prebuilds'))) return true
  return Object.keys(manifest.optionalDependencies ?? {}).some((name) => PER_SYSTEM.test(name))
}

const PER_SYSTEM = /\blinux(?:musl|gnu)?[-_.](?:x64|x86_64|arm64|aarch64)\b/
