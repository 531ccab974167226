import type { IConstruct } from 'constructs'
import { core } from './cdk.ts'

/** What a resource is in the eyes of the emulator and the Workbench. */
export type ResourceRole =
  | 'function'
  | 'logGroup'
  | 'queue'
  | 'deadLetterQueue'
  | 'schedule'
  | 'route'
  | 'topic'
  | 'streamsTable'

/** The template Metadata `motia-aws` of a resource. */
export interface ResourceMetadata {
  readonly role: ResourceRole
  readonly step?: string
  readonly topic?: string
  /** Of a schedule: the cron expression as its author wrote it. */
  readonly written?: string
}

/** Says in the template what a resource is for, so that nobody has to guess from logical ids. */
export function mark(construct: IConstruct, metadata: ResourceMetadata): void {
  const resource = core.CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild
  if (resource && core.CfnResource.isCfnResource(resource)) resource.addMetadata('motia-aws', metadata)
}
