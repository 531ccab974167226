import { createHash } from 'node:crypto'
import type { StepAsset } from '../bundle/model.ts'

/** CDK context that leaves assets where they are: `cdk synth --no-staging` sets it, and so does a local run. */
export const disableStaging = 'aws:cdk:disable-asset-staging'

/** The name that the CDK gives to an asset that comes with its own hash: in the assembly, in the manifest, in S3. */
export function assetId({ hash }: Pick<StepAsset, 'hash'>): string {
  return createHash('sha256').update(hash).digest('hex')
}
