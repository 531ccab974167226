import type { Duration } from 'aws-cdk-lib'
import type { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam'
import type { CfnFunction, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { StepAsset } from '../bundle/model.ts'
import type { Step } from '../steps/model.ts'
import { acknowledge } from './acknowledgements.ts'
import { core, iam, lambda, logs } from './cdk.ts'
import { BundledCode } from './code.ts'
import { SynthError } from './errors.ts'
import { mark } from './metadata.ts'
import type { StepOptions, StepsAppProps } from './props.ts'

/** The default of `memory`, in MiB. */
export const defaultMemory = 512

/** A Step's function: its own role, its own log group, code of that Step alone. */
export class StepFunction {
  readonly function: LambdaFunction
  readonly role: Role
  readonly logGroup: LogGroup
  /** The role's inline policy: what the Step's config implies. */
  readonly permissions: PolicyDocument

  constructor(
    scope: Construct,
    step: FunctionDefinition,
    asset: StepAsset,
    app: FunctionSettings,
    options: StepOptions,
  ) {
    const { props } = app
    this.logGroup = new logs.LogGroup(scope, 'LogGroup', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: core.RemovalPolicy.DESTROY,
    })
    this.permissions = new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [this.logGroup.logGroupArn],
        }),
        // X-Ray has no resources to name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
        new iam.PolicyStatement({ actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] }),
        ...(props.vpc ? [networkInterfaces()] : []),
      ],
    })
    this.role = new iam.Role(scope, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Step: this.permissions },
    })
    this.function = new lambda.Function(scope, 'Function', {
      description: step.description ?? `${step.name} (${step.file})`,
      runtime: runtimeOf(step, props),
      architecture: props.architecture ?? lambda.Architecture.ARM_64,
      handler: asset.handler,
      code: new BundledCode(asset),
      memorySize: memoryOf(step, props, options),
      timeout: timeoutOf(step, props, options),
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      environment: environmentOf(step, app, options),
      ...(step.allowLoop ? { recursiveLoop: lambda.RecursiveLoop.ALLOW } : {}),
      ...(options.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: options.reservedConcurrency }),
      ...(props.vpc ? { vpc: props.vpc } : {}),
      ...(props.vpcSubnets ? { vpcSubnets: props.vpcSubnets } : {}),
      ...(props.securityGroups ? { securityGroups: [...props.securityGroups] } : {}),
    })
    // By the L1: the L2's `tracing` would add a second policy to the role for what the first one allows.
    const resource = this.function.node.defaultChild as CfnFunction
    resource.tracingConfig = { mode: 'Active' }
    mark(resource, { step: step.name, role: 'function' })
    mark(this.logGroup, { step: step.name, role: 'logGroup' })
    acknowledge(resource, step.triggers.some(({ type }) => type === 'cron') ? 'cronFunction' : 'function')
    if (step.language === 'python') acknowledge(resource, 'pythonFunction')
    acknowledge(this.role, props.vpc ? 'roleInVpc' : 'role')
  }
}

/** What a function is made by: all that a Step says of it. */
export type FunctionDefinition = Pick<
  Step,
  'name' | 'description' | 'file' | 'language' | 'triggers' | 'infrastructure' | 'allowLoop'
>

/** What all functions of an app share. */
export interface FunctionSettings {
  readonly appName: string
  readonly props: StepsAppProps
}

/** A function in a VPC has network interfaces; describing them has no resource level. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
function networkInterfaces(): PolicyStatement {
  return new iam.PolicyStatement({
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  })
}

function runtimeOf(step: FunctionDefinition, props: StepsAppProps): Runtime {
  if (step.language === 'python') return props.pythonRuntime ?? lambda.Runtime.PYTHON_3_13
  return props.nodeRuntime ?? lambda.Runtime.NODEJS_24_X
}

function memoryOf(step: FunctionDefinition, props: StepsAppProps, options: StepOptions): number {
  if (options.memory) return options.memory.toMebibytes()
  return step.infrastructure.handler?.memory ?? (props.memory ?? core.Size.mebibytes(defaultMemory)).toMebibytes()
}

/** HTTP API waits 30 s for a function, which has to answer first. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const longestAnswer = 29

/** How long the Step's function may run. */
export function timeoutOf(step: FunctionDefinition, props: StepsAppProps, options: StepOptions): Duration {
  const types = step.triggers.map(({ type }) => type)
  const usual = types.includes('cron') ? 300 : types.includes('event') ? 30 : longestAnswer
  const seconds =
    options.timeout?.toSeconds() ?? step.infrastructure.handler?.timeout ?? props.timeout?.toSeconds() ?? usual
  if (types.every((type) => type === 'api')) return core.Duration.seconds(Math.min(seconds, longestAnswer))
  return core.Duration.seconds(seconds)
}

function environmentOf(step: FunctionDefinition, app: FunctionSettings, options: StepOptions): Record<string, string> {
  const own = { ...app.props.environment, ...options.environment }
  for (const name of Object.keys(own)) {
    if (/^(MOTIA_|AWS_)/.test(name)) {
      throw new SynthError(
        `environment variable ${name} of step '${step.name}' is not yours to set: choose a name without MOTIA_ or AWS_`,
      )
    }
  }
  return {
    ...own,
    MOTIA_APP: app.appName,
    MOTIA_STEP: step.name,
    ...(app.props.validate === 'strict' ? { MOTIA_VALIDATE: 'strict' } : {}),
    ...(app.props.tracing === 'continuous' && step.triggers.some(({ type }) => type === 'event')
      ? { MOTIA_TRACING: 'continuous' }
      : {}),
  }
}
