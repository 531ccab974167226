import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { CfnResource } from 'aws-cdk-lib'
import type { CodeConfig } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { StepAsset } from '../bundle/model.ts'
import { assetId, disableStaging } from './asset-id.ts'
import { core, lambda } from './cdk.ts'

/**
 * A Step's bundle as its function's code, as `Code.fromAsset` makes it. That would copy every file, and stand for three
 * constructs a function, one of them a bucket, for which the CDK loads all that it knows of regions.
 */
export class BundledCode extends lambda.Code {
  readonly #asset: StepAsset
  #path = ''

  constructor(asset: StepAsset) {
    super()
    this.#asset = asset
  }

  override bind(scope: Construct): CodeConfig {
    this.#path = stage(scope, this.#asset)
    const { bucketName, objectKey } = core.Stack.of(scope).synthesizer.addFileAsset({
      fileName: this.#path,
      packaging: core.FileAssetPackaging.ZIP_DIRECTORY,
      sourceHash: assetId(this.#asset),
      deployTime: true,
      displayName: `${core.Names.stackRelativeConstructPath(scope)}/Code`,
    })
    return { s3Location: { bucketName, objectKey } }
  }

  /** Tells other tools where the code is, as the CDK does. https://docs.aws.amazon.com/cdk/v2/guide/assets.html */
  override bindToResource(resource: CfnResource): void {
    if (!resource.node.tryGetContext('aws:cdk:enable-asset-metadata')) return
    resource.addMetadata('aws:asset:path', this.#path)
    resource.addMetadata('aws:asset:is-bundled', false)
    resource.addMetadata('aws:asset:property', 'Code')
  }
}

/** Puts a bundle into the cloud assembly, by hard links where it can; the path that the assembly has for it. */
function stage(scope: Construct, asset: StepAsset): string {
  if (scope.node.tryGetContext(disableStaging)) return asset.directory
  const { outdir, assetOutdir } = core.Stage.of(scope)!
  const staged = join(assetOutdir, `asset.${assetId(asset)}`)
  if (!existsSync(staged)) {
    // Complete before it is there: another process may look for it.
    const temporary = `${staged}.${randomUUID()}`
    try {
      linkFolder(asset.directory, temporary)
    } catch {
      // Another file system than the bundle's, or one without hard links.
      rmSync(temporary, { recursive: true, force: true })
      cpSync(asset.directory, temporary, { recursive: true, dereference: true })
    }
    renameSync(temporary, staged)
  }
  return relative(outdir, staged)
}

function linkFolder(from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkFolder(source, target)
    else if (entry.isFile()) linkSync(source, target)
    else throw new Error(`${source} is neither a file nor a folder`)
  }
}
