import type { Services } from '../../ports.ts'
import type { EventSources } from '../event-source/index.ts'
import type { ApiRegistry } from '../http-api/registry.ts'
import type { Functions } from '../lambda/functions.ts'
import type { InlineCode } from '../lambda/inline-code.ts'
import type { Schedules } from '../scheduler/index.ts'
import type { Asset } from '../template/index.ts'
import type { WebSocketApis } from '../websocket-api/index.ts'
import type { Roles } from './roles.ts'

/** What resources are made of: the services and the emulator's own parts. */
export interface Cloud {
  readonly services: Services
  readonly region: string
  readonly account: string
  readonly roles: Roles
  readonly functions: Functions
  readonly inlineCode: InlineCode
  readonly apis: ApiRegistry
  readonly webSocketApis: WebSocketApis
  readonly eventSources: EventSources
  readonly schedules: Schedules
}

/** A resource to create or change, its properties resolved. */
export interface ResourceRequest {
  readonly logicalId: string
  /** Unique in the deployment: the ids of the nested stacks it is in, and its own. */
  readonly path: string
  readonly properties: Readonly<Record<string, unknown>>
  /** From Metadata `motia-aws`. */
  readonly step: string | undefined
  readonly role: string | undefined
  /** A physical name as CloudFormation makes one, the same in every deployment. */
  readonly generatedName: (limit?: number, suffix?: string) => string
  readonly asset: (keyOrUrl: string) => Asset | undefined
}

/** What a created resource is to others. */
export interface Made {
  /** `Ref` */
  readonly ref: string
  readonly arn?: string
  /** `Fn::GetAtt` */
  readonly attributes: Readonly<Record<string, unknown>>
}

/**
 * A resource type. To add one: write a file with its provider and enter it in `index.ts`.
 * `put` is called to create and to update; it must leave what the resource contains (messages, items) alone.
 */
export interface Provider {
  /** Properties that have their effect here. */
  readonly honours: readonly string[]
  /** Properties that make no difference on this machine; all others are refused by name. */
  readonly inert?: readonly string[]
  /** Problems with unresolved properties, found before anything is changed. */
  readonly check?: (properties: Readonly<Record<string, unknown>>) => readonly string[]
  put(request: ResourceRequest, cloud: Cloud): Made | Promise<Made>
  remove?(made: Made, request: ResourceRequest, cloud: Cloud): void | Promise<void>
}
