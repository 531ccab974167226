import type { NestedStack } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch'
import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import type { IEventBus } from 'aws-cdk-lib/aws-events'
import { Construct } from 'constructs'
import { STREAMS_GATEWAY, type StepAsset } from '../bundle/model.ts'
import type { Finding, Project, Step as StepModel } from '../steps/model.ts'
import { StepsApi } from './api.ts'
import { core, lambda } from './cdk.ts'
import { dashboard } from './dashboard.ts'
import { formatFinding, StepsError, SynthError } from './errors.ts'
import { overLimits } from './limits.ts'
import { handedOver, loadSteps, tellRun } from './load.ts'
import { outputs } from './outputs.ts'
import { register } from './ownership.ts'
import { shardCount, shardOf } from './placement.ts'
import type { PrepareOptions } from './prepare.ts'
import type { AlarmsProps, StepsAppProps } from './props.ts'
import { stateTable } from './state.ts'
import { Step } from './step.ts'
import { Streams } from './streams.ts'
import { Topic } from './topic.ts'
import { warnUnset } from './unset.ts'
import { wire } from './wiring.ts'

/**
 * A folder of Steps as AWS resources.
 *
 * @example
 * const shop = new StepsApp(this, 'Shop', { entry: 'steps-example' })
 * shop.step('process-payment').function.addEnvironment('CURRENCY', 'EUR')
 * shop.topic('order.created').subscribe(auditQueue)
 */
export class StepsApp extends Construct {
  readonly props: StepsAppProps
  readonly appName: string
  /** The Steps and findings that the app was made from. */
  readonly project: Project
  readonly alarms: AlarmsProps | undefined
  /** Table and WebSocket API of the project's streams; undefined when it has none. */
  readonly streams: Streams | undefined
  /** The CloudWatch dashboard, unless the app has none. */
  readonly dashboard: Dashboard | undefined
  readonly #steps = new Map<string, Step>()
  readonly #topics = new Map<string, Topic>()
  readonly #topicScope: Construct
  readonly #shards: number
  #api: StepsApi | undefined
  #table: ITable | undefined
  #wired = false

  constructor(scope: Construct, id: string, props: StepsAppProps = {}) {
    super(scope, id)
    // All that stands below comes from this one line; a stack trace of each resource costs a tenth of the synthesis.
    this.node.setContext('aws:cdk:disable-creation-stack-traces', true)
    register(this)
    this.props = props
    this.appName = props.appName ?? id
    this.alarms = props.alarms ? (props.alarms === true ? {} : props.alarms) : undefined
    const { project, assets } = props.prepared ?? handedOver(props.entry) ?? loadSteps(this.#prepareOptions())
    tellRun(project.root)
    this.project = project
    this.#report(project.findings)
    this.#topicScope = new Construct(this, 'Topics')
    const steps = project.steps.filter(isDeployed)
    this.#shards = props.shards ?? shardCount(steps, this.alarms !== undefined)
    const stepScope = new Construct(this, 'Steps')
    const byStep = new Map(assets.map((asset) => [asset.step, asset]))
    const gateway = byStep.get(STREAMS_GATEWAY)
    if (gateway) this.streams = new Streams(this, 'Streams', gateway, this)
    for (const step of steps) {
      new Step(stepScope, step.name, { prepared: { step, asset: assetOf(step, byStep) } })
    }
    const unknown = Object.keys(props.steps ?? {}).find((name) => !this.#steps.has(name))
    if (unknown) throw new SynthError(`\`steps\` has overrides for '${unknown}', which is no Step: ${this.#names()}`)
    if (props.dashboard !== false) this.dashboard = dashboard(this, this.appName, core.Stack.of(this).stackName)
    this.node.addValidation({ validate: () => overLimits(this) })
    core.Aspects.of(this).add({ visit: (node) => node === this && this.#finish() })
  }

  /** @throws SynthError naming the Steps there are */
  step(name: string): Step {
    const step = this.#steps.get(name)
    if (!step) throw new SynthError(`there is no step '${name}': ${this.#names()}`)
    return step
  }

  /** Every deployed Step. */
  get steps(): readonly Step[] {
    return [...this.#steps.values()]
  }

  /** A topic of the app: publish to it from outside, or subscribe another stack's queue. */
  topic(name: string): Topic {
    const known = this.#topics.get(name)
    if (known) return known
    const topic = new Topic(this.#topicScope, name, {
      bus: this.#busOf(name),
      source: this.appName,
      isFifo: () => this.steps.some((step) => step.stepQueue?.fifo && step.subscribes.includes(name)),
    })
    this.#topics.set(name, topic)
    return topic
  }

  /** The HTTP API; made when first needed. */
  get api(): HttpApi {
    return this.stepsApi.api
  }

  /** The API with its stage, access log, authorizers and domain. */
  get stepsApi(): StepsApi {
    this.#api ??= new StepsApi(this, 'Api', this.props)
    return this.#api
  }

  /** The state table; made when first needed. */
  get table(): ITable {
    const table = this.#table ?? this.props.table ?? (stateTable(this, this.props.removalPolicy) as ITable)
    this.#table = table
    return table
  }

  /** Reads and bundles one file for {@link Step}. */
  load(file: string | undefined): { readonly step: StepModel; readonly asset: StepAsset } {
    if (!file) throw new SynthError('a Step needs its `file`, relative to the entry of the app')
    const { project, assets } = loadSteps({ ...this.#prepareOptions(), folders: [file] })
    this.#report(project.findings)
    const step = project.steps.find((candidate) => candidate.file === file)
    if (!step) throw new SynthError(`${file}: there is no Step in it`)
    return { step, asset: assetOf(step, new Map(assets.map((asset) => [asset.step, asset]))) }
  }

  /** Where the parts of a Step stand: what holds data, its route, and its function. Asking makes the place. */
  scopesOf(step: Step, { name }: StepModel): Record<'queues' | 'routes' | 'functions', () => Construct> {
    const { spread } = this.props
    const nested = (kind: string, stacks: number) =>
      new Construct(this.#nested(`${kind}${shardOf(name, stacks)}`), name)
    const spreads = spread !== undefined && !spread.keepInRoot?.includes(name)
    return {
      queues: () => (spreads ? nested('Queues', spread.stacks) : step),
      routes: () => (spreads ? nested('Routes', spread.stacks) : step),
      functions: () => (this.#shards > 0 ? nested('Functions', this.#shards) : step),
    }
  }

  /** Called by a Step when it is complete. */
  register(step: Step): void {
    const { name, location } = step.definition
    const other = this.#steps.get(name)?.definition.location
    if (other) {
      throw new SynthError(
        `${location.file}:${location.line}: step '${name}' is in ${other.file}:${other.line} too: names are unique`,
      )
    }
    this.#steps.set(name, step)
  }

  #prepareOptions(): PrepareOptions {
    const { entry, folders, architecture, pythonRuntime } = this.props
    return {
      ...(entry ? { entry } : {}),
      ...(folders ? { folders } : {}),
      ...(architecture ? { architecture: architecture === lambda.Architecture.X86_64 ? 'x86_64' : 'arm64' } : {}),
      ...(pythonRuntime ? { pythonVersion: pythonRuntime.name.replace('python', '') } : {}),
    }
  }

  #nested(id: string): NestedStack {
    return (this.node.tryFindChild(id) as NestedStack | undefined) ?? new core.NestedStack(this, id)
  }

  #busOf(topic: string): IEventBus | undefined {
    const match = Object.entries(this.props.topics ?? {}).find(([pattern]) => fits(pattern, topic))
    return match?.[1].bus
  }

  #report(findings: readonly Finding[]): void {
    const errors = findings.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw new StepsError(errors)
    for (const finding of findings) {
      // Said when the topics are wired: by then somebody outside may have subscribed.
      if (finding.rule === 'dangling-topic') continue
      const place = finding.location ? `${finding.location.file}:${finding.location.line}` : (finding.step ?? '')
      core.Annotations.of(this).addWarningV2(`motia-aws:${finding.rule}:${place}`, formatFinding(finding))
    }
  }

  #names(): string {
    return `the Steps are ${[...this.#steps.keys()].sort().join(', ') || 'none'}`
  }

  /** All that needs every Step to be known: done once, when the tree is complete. */
  #finish(): void {
    if (this.#wired) return
    this.#wired = true
    wire(this.steps, {
      appName: this.appName,
      fanOut: this.props.fanOut ?? 'auto',
      topic: (name) => this.topic(name),
    })
    for (const step of this.steps) warnUnset(step)
    outputs(this, {
      appName: this.appName,
      apiUrl: this.#api?.url,
      tableName: this.#table?.tableName,
      streamsUrl: this.streams?.url,
      dashboardName: this.dashboard?.dashboardName,
      domainTarget: this.#api?.domainName?.regionalDomainName,
    })
  }
}

/** Noop Steps are drawn, never deployed. */
function isDeployed(step: StepModel): boolean {
  return step.triggers.some(({ type }) => type !== 'noop')
}

function assetOf(step: StepModel, assets: ReadonlyMap<string, StepAsset>): StepAsset {
  const asset = assets.get(step.name)
  if (!asset) throw new SynthError(`${step.file}: step '${step.name}' was not bundled`)
  return asset
}

/** `order.*` fits `order.created` and `order.item.added`. */
function fits(pattern: string, topic: string): boolean {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(topic)
}
