import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { TemplateError } from '../errors.ts'
import { isRecord, type Template } from './model.ts'

/** A file or folder that the template refers to through the bootstrap bucket. */
export interface Asset {
  /** Absolute path. */
  readonly path: string
  /** `zip`: a folder that a deploy would pack. */
  readonly packaging: 'file' | 'zip'
}

/** One stack of a cloud assembly with everything it refers to. */
export interface StackAssembly {
  readonly stackName: string
  readonly template: Template
  /** By S3 object key, as the template names it. */
  readonly assets: ReadonlyMap<string, Asset>
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>
}

interface Artifact {
  readonly type: string
  readonly displayName?: string
  readonly properties?: Readonly<Record<string, unknown>>
}

interface Candidate {
  readonly id: string
  readonly displayName: string
  readonly stackName: string
  readonly templateFile: string
}

/**
 * Reads a cloud assembly (`cdk.out`), also the assemblies of stages inside it.
 *
 * Format: https://github.com/aws/aws-cdk/tree/main/packages/%40aws-cdk/cloud-assembly-schema
 *
 * @param folder path of `cdk.out`
 * @param stack id, name or path of the stack; may be left out when there is only one
 */
export function readAssembly(folder: string, stack?: string): StackAssembly {
  const found: Candidate[] = []
  const assets = new Map<string, Asset>()
  collect(resolve(folder), found, assets)
  const chosen = choose(found, folder, stack)
  return { stackName: chosen.stackName, template: readTemplate(chosen.templateFile), assets }
}

/** Reads a template file: a root stack's or a nested stack's. */
export function readTemplate(file: string): Template {
  const template = readJson(file)
  if (!isRecord(template) || !isRecord(template['Resources']))
    throw new TemplateError([`${file} is no CloudFormation template: it has no Resources`])
  return template as unknown as Template
}

/** The asset behind an S3 key or a template URL, whose last part is the key. */
export function findAsset(assets: ReadonlyMap<string, Asset>, keyOrUrl: string): Asset | undefined {
  return assets.get(keyOrUrl) ?? assets.get(basename(keyOrUrl))
}

function collect(folder: string, found: Candidate[], assets: Map<string, Asset>): void {
  const file = join(folder, 'manifest.json')
  if (!existsSync(file))
    throw new TemplateError([`${folder} is no cloud assembly: it has no manifest.json; run \`cdk synth\` first`])
  const manifest = readJson(file) as Manifest
  for (const [id, artifact] of Object.entries(manifest.artifacts ?? {})) {
    const properties = artifact.properties ?? {}
    if (artifact.type === 'aws:cloudformation:stack')
      found.push({
        id,
        displayName: artifact.displayName ?? id,
        stackName: String(properties['stackName'] ?? id),
        templateFile: join(folder, String(properties['templateFile'])),
      })
    else if (artifact.type === 'cdk:asset-manifest') collectAssets(folder, String(properties['file']), assets)
    else if (artifact.type === 'cdk:cloud-assembly')
      collect(join(folder, String(properties['directoryName'])), found, assets)
  }
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string; readonly packaging?: 'file' | 'zip' }
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>
      }
    >
  >
}

function collectAssets(folder: string, file: string, assets: Map<string, Asset>): void {
  const manifest = readJson(join(folder, file)) as AssetManifest
  for (const { source, destinations } of Object.values(manifest.files ?? {})) {
    if (source.path === undefined) continue
    const asset: Asset = { path: resolve(folder, source.path), packaging: source.packaging ?? 'file' }
    for (const { objectKey } of Object.values(destinations)) {
      assets.set(objectKey, asset)
      assets.set(basename(objectKey), asset)
    }
  }
}

function choose(found: readonly Candidate[], folder: string, stack: string | undefined): Candidate {
  const names = found.map((candidate) => candidate.displayName).join(', ')
  if (stack === undefined) {
    if (found.length === 1) return found[0]!
    throw new TemplateError([
      found.length === 0
        ? `${folder} holds no stack`
        : `${folder} holds ${found.length} stacks; name one of them: ${names}`,
    ])
  }
  const chosen = found.find(({ id, displayName, stackName }) => [id, displayName, stackName].includes(stack))
  if (!chosen) throw new TemplateError([`${folder} holds no stack '${stack}'; it holds ${names || 'none'}`])
  return chosen
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new TemplateError([`cannot read ${file}: ${cause instanceof Error ? cause.message : cause}`], { cause })
  }
}
