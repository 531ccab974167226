import type { Duration, RemovalPolicy, Size } from 'aws-cdk-lib'
import type { CorsPreflightOptions, ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2'
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2'
import type { IEventBus } from 'aws-cdk-lib/aws-events'
import type { Architecture, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import type { RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { StepAsset } from '../bundle/model.ts'
import type { Project } from '../steps/model.ts'

/** What may be said for all functions and again for one Step. */
export interface FunctionOptions {
  /** @default Size.mebibytes(512), or the Step's `infrastructure.handler` */
  readonly memory?: Size
  /** At most 15 minutes; 29 seconds for API Steps. @default 29 s for API Steps, 30 s for event Steps, 5 min for cron Steps */
  readonly timeout?: Duration
  /** Added to the function's environment; names beginning with `MOTIA_` or `AWS_` are refused. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Overrides for one Step; they win over its own config. */
export interface StepOptions extends FunctionOptions {
  /** Lambda's reserved concurrency. Below a queue's `concurrency` it sends good messages to the dead-letter queue. */
  readonly reservedConcurrency?: number
  /** Name of one of the app's authorizers, `'iam'` or `'none'`. @default the Step's `auth`, else the app's */
  readonly auth?: string
  /** Of a cron Step: EventBridge may run it up to so much later. @default off: at the minute */
  readonly flexibleWindow?: Duration
}

/** Checks JSON Web Tokens at the API: any OpenID Connect issuer, Cognito user pools among them. */
export interface JwtAuthorizerProps {
  readonly type: 'jwt'
  /** `https://cognito-idp.<region>.amazonaws.com/<pool>` for a user pool. */
  readonly issuer: string
  readonly audience: readonly string[]
  readonly scopes?: readonly string[]
}

/** Asks a function; it answers `{ isAuthorized, context }` (payload format 2.0). */
export interface LambdaAuthorizerProps {
  readonly type: 'lambda'
  readonly function: IFunction
  /** @default ['$request.header.Authorization'] */
  readonly identitySource?: readonly string[]
  /** How long an answer is kept. @default 5 minutes */
  readonly cacheTtl?: Duration
}

export type AuthorizerProps = JwtAuthorizerProps | LambdaAuthorizerProps

export interface DomainProps {
  /** As `api.example.com`. */
  readonly name: string
  /** In the app's region, covering the name. */
  readonly certificate: ICertificate
  /** Path below the domain. @default the root */
  readonly path?: string
}

export interface AlarmsProps {
  /** Told when an alarm goes off and when it is over. @default nobody: the alarms are seen in the console alone */
  readonly topic?: ITopic
  /** Age of a queue's oldest message that is too much. @default Duration.minutes(15) */
  readonly oldestMessage?: Duration
}

export interface TopicOptions {
  /** The bus that carries the topics; their rules are made on it. */
  readonly bus: IEventBus
}

/** Where queues, topics and routes stand once one stack cannot hold them all. */
export interface SpreadProps {
  /** Into so many nested stacks, by a hash of the Step's name. Changing it later moves queues: messages in them are lost. */
  readonly stacks: number
  /** Names of Steps whose queue and route stay in the root stack: those deployed before `spread` was set. */
  readonly keepInRoot?: readonly string[]
}

/** Steps that were read and bundled already, so that nothing is done twice. */
export interface PreparedSteps {
  readonly project: Project
  readonly assets: readonly StepAsset[]
}

export interface StepsAppProps extends FunctionOptions {
  /** Folder of the project: `steps/` and `src/` below it hold the Steps. Relative to the working directory. @default '.' */
  readonly entry?: string
  /** Steps read and bundled by the caller (`await prepareSteps(...)`). @default read from `entry` in a child process */
  readonly prepared?: PreparedSteps
  /** Folders with Steps, relative to `entry`. @default ['steps', 'src'] */
  readonly folders?: readonly string[]
  /** The app's name: `source` of its events on a bus and an annotation of its traces. @default the construct's id */
  readonly appName?: string
  /** Overrides by Step name. */
  readonly steps?: Readonly<Record<string, StepOptions>>

  /** @default Architecture.ARM_64 */
  readonly architecture?: Architecture
  /** @default Runtime.NODEJS_24_X */
  readonly nodeRuntime?: Runtime
  /** @default Runtime.PYTHON_3_13 */
  readonly pythonRuntime?: Runtime
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays
  /** Functions run inside it. @default none */
  readonly vpc?: IVpc
  /** @default the VPC's private subnets */
  readonly vpcSubnets?: SubnetSelection
  readonly securityGroups?: readonly ISecurityGroup[]
  /** Motia 0.x Steps refuse input that does not fit its schema instead of warning. @default 'warn' */
  readonly validate?: 'strict' | 'warn'

  /**
   * `'continuous'`: one trace across queues. An event Step's handler writes a segment into the trace of who emitted, where
   * `'linked'` leaves it in the trace that Lambda begins for its batch and links. It relies on behaviour that AWS does not
   * document, and may stop to work; nothing but traces depends on it. @default 'linked'
   */
  readonly tracing?: 'linked' | 'continuous'

  /** `false`: no CORS. @default every origin, method and header, without credentials, as Motia does */
  readonly cors?: CorsPreflightOptions | false
  /** Requests a second, and how many at once. @default 1,000 a second, bursts of 2,000 */
  readonly throttle?: ThrottleSettings
  readonly domain?: DomainProps
  /** By name; Steps ask for one with `auth`. */
  readonly authorizers?: Readonly<Record<string, AuthorizerProps>>
  /** For Steps that do not say: an authorizer's name, `'iam'` or `'none'`. @default 'none' */
  readonly auth?: string

  /** The state table; partition key `group`, sort key `key`, both strings, time to live `ttl`. @default a new table, when a Step uses state */
  readonly table?: ITable
  /** Of the state table. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy

  /** `'sns'`: every topic is an SNS topic. @default 'auto': a topic with one subscriber goes straight to its queue */
  readonly fanOut?: 'auto' | 'sns'
  /** Topics on a bus, by name or pattern: `{ 'order.*': { bus } }`; the first that fits counts. */
  readonly topics?: Readonly<Record<string, TopicOptions>>

  /** Alarms on dead letters, old messages, errors and throttles; each costs 0.10 USD a month. @default false */
  readonly alarms?: boolean | AlarmsProps
  /** A CloudWatch dashboard; three an account are free. @default true */
  readonly dashboard?: boolean

  /** Nested stacks for functions; 0 keeps them in the root stack. @default 0 for what fits in one stack, else 16 or more */
  readonly shards?: number
  readonly spread?: SpreadProps
}
