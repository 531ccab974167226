import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Construct } from 'constructs'
import type { StepAsset } from '../bundle/model.ts'
import { assetId, disableStaging } from './asset-id.ts'
import { core } from './cdk.ts'

/**
 * Puts a Step's bundle into the cloud assembly by hard links. The CDK copies an asset that is not there yet, every file of
 * it: with 200 Steps that was more than half of a synthesis. Where files cannot be linked, it still does.
 */
export function stageByLinks(scope: Construct, asset: StepAsset): void {
  const outdir = core.Stage.of(scope)?.assetOutdir
  if (!outdir || scope.node.tryGetContext(disableStaging)) return
  const staged = join(outdir, `asset.${assetId(asset)}`)
  if (existsSync(staged)) return
  // Complete before it is there: the CDK takes what it finds.
  const temporary = `${staged}.${randomUUID()}`
  try {
    linkFolder(asset.directory, temporary)
    renameSync(temporary, staged)
  } catch {
    // Another file system than the bundle's, or one without hard links.
    rmSync(temporary, { recursive: true, force: true })
  }
}

function linkFolder(from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkFolder(source, target)
    else if (entry.isFile()) linkSync(source, target)
    else throw new Error(`${source} is neither a file nor a folder: left to the CDK`)
  }
}
