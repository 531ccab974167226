import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { StepAsset } from '../../../lib/bundle/model.ts'
import { assetId } from '../../../lib/constructs/asset-id.ts'

interface Template {
  readonly Resources: Record<
    string,
    {
      readonly Type: string
      readonly Properties?: { Code?: { S3Key?: unknown } }
      readonly Metadata?: { 'motia-aws'?: { step?: string; role?: string } }
    }
  >
}

interface AssetManifest {
  readonly files: Record<
    string,
    {
      readonly source: { readonly path: string; readonly packaging: string }
      readonly destinations: Readonly<Record<string, object>>
    }
  >
}

/**
 * Points the functions of a cloud assembly at newer bundles, as a synthesis would have: where only handlers changed, the
 * rest of the template cannot have. Returns the Steps whose code changed.
 */
export async function relink(assembly: string, assets: readonly StepAsset[]): Promise<readonly string[]> {
  const byStep = new Map(assets.map((asset) => [asset.step, asset]))
  const changed = new Set<string>()
  for (const file of (await readdir(assembly)).filter((name) => name.endsWith('.template.json'))) {
    const manifestFile = path.join(assembly, await manifestOf(assembly, file))
    const template = JSON.parse(await readFile(path.join(assembly, file), 'utf8')) as Template
    const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as AssetManifest
    let touched = false
    for (const resource of Object.values(template.Resources)) {
      const { step, role } = resource.Metadata?.['motia-aws'] ?? {}
      const asset = role === 'function' && step ? byStep.get(step) : undefined
      const code = resource.Properties?.Code
      if (!asset || !code || typeof code.S3Key !== 'string') continue
      const id = assetId(asset)
      const key = `${id}.zip`
      if (code.S3Key === key) continue
      const old = manifest.files[code.S3Key.replace(/\.zip$/, '')]
      if (!old) continue
      const destinations = Object.entries(old.destinations).map(([where, rest]) => [where, { ...rest, objectKey: key }])
      manifest.files[id] = {
        source: { path: asset.directory, packaging: 'zip' },
        destinations: Object.fromEntries(destinations),
      }
      code.S3Key = key
      changed.add(step!)
      touched = true
    }
    if (!touched) continue
    await writeFile(manifestFile, JSON.stringify(manifest))
    await writeFile(path.join(assembly, file), JSON.stringify(template))
  }
  return [...changed]
}

/** A nested template's assets stand in the manifest of the stack around it. */
async function manifestOf(assembly: string, template: string): Promise<string> {
  const own = template.replace(/\.template\.json$/, '.assets.json')
  const files = await readdir(assembly)
  if (files.includes(own)) return own
  const manifests = files.filter((name) => name.endsWith('.assets.json'))
  for (const name of manifests) if ((await readFile(path.join(assembly, name), 'utf8')).includes(template)) return name
  throw new Error(`no asset manifest in ${assembly} mentions ${template}`)
}
