import type { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2'
import type { IGrantable, IPrincipal, PolicyDocument, Role } from 'aws-cdk-lib/aws-iam'
import type { EventSourceMapping, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { StepAsset } from '../bundle/model.ts'
import type { BusPattern, Step as StepModel, Trigger } from '../steps/model.ts'
import { backlogAlarm, deadLetterAlarm, functionAlarms } from './alarms.ts'
import { iam } from './cdk.ts'
import { SynthError } from './errors.ts'
import { connectQueue } from './event-source.ts'
import { StepFunction, timeoutOf } from './function.ts'
import { appOf } from './ownership.ts'
import type { StepOptions } from './props.ts'
import { StepDeadLetterQueue, StepQueue } from './queue.ts'
import { connectRoute } from './route.ts'
import { connectSchedule } from './schedule.ts'
import { stateActions } from './state.ts'

export interface StepProps extends StepOptions {
  /** The Step's file, relative to the app's `entry`. One of `file` and `prepared` is needed. */
  readonly file?: string
  /** A Step that was read and bundled already. */
  readonly prepared?: { readonly step: StepModel; readonly asset: StepAsset }
}

/**
 * One Step in the cloud: its function and what its trigger takes. Every resource is reachable, and a Step is a grantee.
 *
 * @example
 * const charge = app.step('process-payment')
 * bucket.grantRead(charge)
 * charge.function.addLayers(layer)
 * new Step(app, 'Extra', { file: 'extra/audit.step.ts' })
 */
export class Step extends Construct implements IGrantable {
  /** What its file says. */
  readonly definition: StepModel
  readonly function: LambdaFunction
  readonly role: Role
  readonly logGroup: LogGroup
  readonly grantPrincipal: IPrincipal
  /** The role's inline policy: what the Step's config implies. */
  readonly permissions: PolicyDocument
  /** Of a cron Step; two where its expression restricts both days. */
  readonly schedules: readonly CfnSchedule[] = []
  /** Topics it subscribes to. */
  readonly subscribes: readonly string[]
  /** Patterns it subscribes to on a bus. */
  readonly patterns: readonly BusPattern[]
  /** The queue with its dead-letter queue and their policy; undefined where there is none. */
  readonly stepQueue: StepQueue | undefined
  readonly #deadLetters: StepDeadLetterQueue | undefined
  readonly #eventSource: EventSourceMapping | undefined
  readonly #route: CfnRoute | undefined

  constructor(scope: Construct, id: string, props: StepProps) {
    super(scope, id)
    const app = appOf(scope)
    const { step, asset } = props.prepared ?? app.load(props.file)
    const options = { ...app.props.steps?.[step.name], ...props }
    const scopes = app.scopesOf(this, step)
    const functions = scopes.functions()
    const api = triggerOf(step, 'api')
    const event = triggerOf(step, 'event')
    const cron = triggerOf(step, 'cron')
    this.definition = step
    this.subscribes = event?.subscribes ?? []
    this.patterns = event?.patterns ?? []

    const made = new StepFunction(functions, step, asset, app, options)
    this.function = made.function
    this.role = made.role
    this.logGroup = made.logGroup
    this.permissions = made.permissions
    this.grantPrincipal = made.function.grantPrincipal

    if (event) {
      this.stepQueue = new StepQueue(scopes.queues(), step, timeoutOf(step, app.props, options))
      this.#eventSource = connectQueue(functions, step, this.function, this.stepQueue, this.permissions, options)
      this.function.addEnvironment('MOTIA_DLQ', this.stepQueue.deadLetterQueue.queueArn)
      this.function.addEnvironment('MOTIA_MAX_RETRIES', String(this.stepQueue.maxRetries))
    }
    if (api) {
      const auth = options.auth ?? api.auth ?? app.props.auth ?? 'none'
      this.#route = connectRoute(scopes.routes(), functions, step, api, this.function, app.stepsApi, auth)
    }
    this.#deadLetters = this.stepQueue ?? (cron && new StepDeadLetterQueue(scopes.queues(), step))
    if (cron && this.#deadLetters) {
      this.schedules = connectSchedule(
        functions,
        step,
        cron,
        this.function,
        this.#deadLetters,
        this.permissions,
        options,
      )
    }
    if (step.state.length > 0) {
      this.function.addEnvironment('MOTIA_TABLE', app.table.tableName)
      this.permissions.addStatements(
        new iam.PolicyStatement({ actions: stateActions(step.state), resources: [app.table.tableArn] }),
      )
    }
    if (step.streams.length > 0) app.streams?.grant(step.streams, this)
    if (app.alarms) {
      functionAlarms(functions, step, this.function, app.alarms)
      if (this.#deadLetters) deadLetterAlarm(functions, step, this.#deadLetters.deadLetterQueue, app.alarms)
      if (this.stepQueue) backlogAlarm(functions, step, this.stepQueue.queue, app.alarms)
    }
    app.register(this)
  }

  /** @throws SynthError when the Step subscribes to nothing */
  get queue(): Queue {
    return this.#present(this.stepQueue, 'queue').queue
  }

  /** @throws SynthError when the Step has neither a queue nor a schedule */
  get deadLetterQueue(): Queue {
    return this.#present(this.#deadLetters, 'dead-letter queue').deadLetterQueue
  }

  /** @throws SynthError when the Step subscribes to nothing */
  get eventSource(): EventSourceMapping {
    return this.#present(this.#eventSource, 'event source')
  }

  /** @throws SynthError when it is no API Step */
  get route(): CfnRoute {
    return this.#present(this.#route, 'route')
  }

  #present<T>(part: T | undefined, name: string): T {
    if (part) return part
    const types = this.definition.triggers.map(({ type }) => type).join(', ')
    throw new SynthError(`step '${this.definition.name}' has no ${name}: its trigger is ${types}`)
  }
}

function triggerOf<T extends Trigger['type']>(step: StepModel, type: T): Extract<Trigger, { type: T }> | undefined {
  return step.triggers.find((trigger): trigger is Extract<Trigger, { type: T }> => trigger.type === type)
}
