/**
 * The seams inside the emulator. `services/` (SQS, SNS, EventBridge, DynamoDB over their wire protocols, access control,
 * storage) stands on one side; `cloud/` (template, Lambda, HTTP API, event sources, schedules, X-Ray, logs) on the other.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { Api } from './services/gateway/api.ts'

/** All time in the emulator comes from here, so that a test can move it. Milliseconds since 1970. */
export interface Clock {
  now(): number
  /** Runs once when the clock reaches `time`, by waiting or by {@link Clock.advance}; returns what cancels it. */
  at(time: number, run: () => void): () => void
  /** Moves the clock, running what falls due in order. */
  advance(ms: number): Promise<void>
}

/** Who calls: a function's role, or the owner of the account (tests, Workbench, the AWS CLI). */
export type Principal =
  | { readonly type: 'owner' }
  | { readonly type: 'role'; readonly roleArn: string; readonly functionName: string; readonly step?: string }
  | { readonly type: 'service'; readonly service: string; readonly sourceArn?: string }

/** One statement of an IAM or resource policy, resolved (no intrinsics left). */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Principal?: unknown
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly Sid?: string
}

/** What every service is built from. */
export interface ServiceContext {
  readonly region: string
  readonly account: string
  /** `http://127.0.0.1:<port>`; known once the gateway listens. */
  readonly endpoint: () => string
  readonly clock: Clock
  /** In memory, or `.motia/emulator.sqlite`. */
  readonly db: DatabaseSync
  /** Tells what happened, for traces and the Workbench; never throws. */
  readonly observe: (activity: Activity) => void
}

/** A call that a service answered, seen from outside. */
export interface Activity {
  readonly kind: 'call'
  readonly time: number
  /** ms */
  readonly duration: number
  readonly service: 'sqs' | 'sns' | 'events' | 'dynamodb' | 'scheduler' | 'lambda' | 'cloudformation' | 'logs' | 'xray'
  readonly action: string
  readonly principal: Principal
  /** The `X-Amzn-Trace-Id` of the call. */
  readonly traceHeader?: string
  readonly resource?: string
  readonly error?: { readonly code: string; readonly message: string }
  /** DynamoDB writes: the item before and after, as plain JSON. */
  readonly change?: { readonly table: string; readonly key: unknown; readonly before: unknown; readonly after: unknown }
}

/** A message as an SQS event source or the Workbench sees it. */
export interface QueueMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly md5OfBody: string
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>
}

export interface MessageAttribute {
  readonly DataType: string
  readonly StringValue?: string
  /** Base64. */
  readonly BinaryValue?: string
}

export interface QueueDepth {
  readonly visible: number
  readonly inFlight: number
  readonly delayed: number
  /** Age of the oldest message in ms; 0 when empty. */
  readonly oldest: number
}

/** The part of SQS that other parts of the emulator use in-process; everybody else speaks the wire protocol. */
export interface SqsPort {
  /** Creates the queue or updates its attributes (names as in `CreateQueue`), keeping its messages. */
  putQueue(name: string, attributes: Readonly<Record<string, string>>): { readonly arn: string; readonly url: string }
  deleteQueue(name: string): void
  setPolicy(name: string, statements: readonly PolicyStatement[]): void
  send(arn: string, message: NewMessage): string
  receive(arn: string, options: { readonly max: number; readonly visibilityTimeout?: number }): QueueMessage[]
  delete(arn: string, receiptHandle: string): void
  changeVisibility(arn: string, receiptHandle: string, seconds: number): void
  /** Called whenever a message may have become receivable. Returns what unsubscribes. */
  onAvailable(arn: string, listener: () => void): () => void
  depth(arn: string): QueueDepth
  /** What is in the queue, without receiving it; oldest first. */
  peek(
    arn: string,
    options: { readonly offset: number; readonly limit: number },
  ): (QueueMessage & { readonly state: 'visible' | 'inFlight' | 'delayed'; readonly visibleAt: number })[]
  purge(arn: string): void
  /** Moves messages of a dead-letter queue back to where they came from; all of them when no id is given. Returns how many. */
  redrive(arn: string, messageIds?: readonly string[]): number
}

export interface NewMessage {
  readonly body: string
  readonly messageAttributes?: Readonly<Record<string, MessageAttribute>>
  readonly delaySeconds?: number
  readonly groupId?: string
  readonly deduplicationId?: string
  /** The value of the system attribute AWSTraceHeader. */
  readonly traceHeader?: string
  readonly principal?: Principal
}

export interface SnsPort {
  putTopic(name: string, attributes: Readonly<Record<string, string>>): { readonly arn: string }
  deleteTopic(name: string): void
  setPolicy(name: string, statements: readonly PolicyStatement[]): void
  putSubscription(
    id: string,
    subscription: {
      readonly topicArn: string
      readonly protocol: string
      readonly endpoint: string
      readonly attributes: Readonly<Record<string, string>>
    },
  ): void
  deleteSubscription(id: string): void
}

export interface EventsPort {
  putBus(name: string): { readonly arn: string }
  deleteBus(name: string): void
  putRule(
    name: string,
    rule: {
      readonly bus: string
      readonly pattern: Readonly<Record<string, unknown>>
      readonly state: 'ENABLED' | 'DISABLED'
      readonly targets: readonly RuleTarget[]
    },
  ): void
  deleteRule(name: string, bus: string): void
}

export interface RuleTarget {
  readonly id: string
  readonly arn: string
  readonly input?: string
  readonly inputPath?: string
  readonly inputTransformer?: {
    readonly inputPathsMap?: Readonly<Record<string, string>>
    readonly inputTemplate: string
  }
  readonly messageGroupId?: string
  readonly deadLetterArn?: string
}

export interface DynamoDbPort {
  /** `definition` is `CreateTable`'s input without what CloudFormation adds. */
  putTable(definition: {
    readonly TableName: string
    readonly [key: string]: unknown
  }): Promise<{ readonly arn: string }>
  setTimeToLive(table: string, attribute: string | undefined): void
  deleteTable(name: string): Promise<void>
  /** A call as the owner of the account, for the Workbench: `call('Query', {...})`. */
  call(operation: string, input: unknown): Promise<unknown>
}

/** Access control: who may do what. Decisions follow the IAM evaluation logic (explicit deny, then allow, else deny). */
export interface AccessPort {
  putRole(roleArn: string, statements: readonly PolicyStatement[]): void
  deleteRole(roleArn: string): void
  /** Makes credentials for one function process, bound to its role. */
  issueCredentials(principal: Extract<Principal, { type: 'role' }>): {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken: string
  }
}

/** Gives an event to a function; `cloud/lambda` provides it to the services that invoke functions (SNS, EventBridge, Scheduler). */
export type InvokeAsync = (
  functionArn: string,
  payload: string,
  options: { readonly principal: Principal; readonly traceHeader?: string },
) => void

/** Another service on the gateway (Lambda's and Scheduler's API): answers one request of the AWS wire protocol. */
export interface GatewayRoute {
  /** The name in the credential scope of the request's signature: `lambda`, `scheduler`, `xray`, `logs`. */
  readonly service: string
  handle(request: {
    readonly method: string
    readonly path: string
    readonly query: URLSearchParams
    readonly headers: Readonly<Record<string, string>>
    readonly body: Buffer
    readonly principal: Principal
  }): Promise<{
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string | Buffer
  }>
}

/** `services/index.ts` exports `startServices(options): Promise<Services>`. */
export interface Services {
  readonly context: ServiceContext
  readonly sqs: SqsPort
  readonly sns: SnsPort
  readonly events: EventsPort
  readonly dynamodb: DynamoDbPort
  readonly access: AccessPort
  /** True when the principal may do `action` on `resource`; throws AccessDenied naming action, resource and Step when not. */
  authorize(principal: Principal, action: string, resource: string): void
  addRoute(route: GatewayRoute): void
  /** As {@link Services.addRoute}, with reading, writing and access control left to the gateway. */
  addApi(api: Api): void
  setInvoke(invoke: InvokeAsync): void
  stop(): Promise<void>
}

export interface ServicesOptions {
  readonly region?: string
  readonly account?: string
  /** 0 (the default) takes a free port; always on 127.0.0.1. */
  readonly port?: number
  readonly clock: Clock
  /** Folder for data; in memory when absent. */
  readonly directory?: string
  readonly observe?: (activity: Activity) => void
}
