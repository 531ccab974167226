import { DeployError } from '../errors.ts'
import type { FunctionDefinition } from '../lambda/definition.ts'
import type { Cloud, Provider, ResourceRequest } from './provider.ts'
import { flag, lastPart, list, number, optional, record, required, strings } from './read.ts'

export const lambdaFunction: Provider = {
  honours: [
    'Architectures',
    'Code',
    'DeadLetterConfig',
    'Environment',
    'FunctionName',
    'Handler',
    'LoggingConfig',
    'MemorySize',
    'PackageType',
    'RecursiveLoop',
    'ReservedConcurrentExecutions',
    'Role',
    'Runtime',
    'Timeout',
    'TracingConfig',
  ],
  inert: ['Description', 'EphemeralStorage', 'KmsKeyArn', 'RuntimeManagementConfig', 'SnapStart', 'Tags', 'VpcConfig'],
  check(properties) {
    const problems: string[] = []
    const runtime = properties['Runtime']
    if (properties['PackageType'] === 'Image' || record(properties['Code'])['ImageUri'])
      problems.push('container images do not run here: use a Node.js or Python runtime')
    else if (typeof runtime === 'string' && !/^(nodejs|python)\d/.test(runtime))
      problems.push(`runtime ${runtime} does not run here: use nodejs24.x or a python runtime`)
    if (list(properties['Layers']).length > 0)
      problems.push('Layers are not mounted here: bundle what the function needs')
    return problems
  },
  put(request, cloud) {
    const definition = readDefinition(request, cloud)
    cloud.functions.put(definition)
    return { ref: definition.name, arn: definition.arn, attributes: { Arn: definition.arn } }
  },
  remove: (made, _, cloud) => cloud.functions.remove(made.arn!),
}

function readDefinition(request: ResourceRequest, cloud: Cloud): FunctionDefinition {
  const { properties, step } = request
  const name = optional(properties, 'FunctionName') ?? request.generatedName(64)
  const logging = record(properties['LoggingConfig'])
  const reserved = number(properties, 'ReservedConcurrentExecutions')
  const deadLetterArn = optional(record(properties['DeadLetterConfig']), 'TargetArn')
  const logLevel = optional(logging, 'ApplicationLogLevel')
  const variables = record(record(properties['Environment'])['Variables'])
  return {
    name,
    arn: `arn:aws:lambda:${cloud.region}:${cloud.account}:function:${name}`,
    ...(step !== undefined && { step }),
    runtime: required(request, 'Runtime'),
    handler: required(request, 'Handler'),
    directory: codeDirectory(request, cloud),
    memory: number(properties, 'MemorySize') ?? 128,
    timeout: number(properties, 'Timeout') ?? 3,
    environment: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
    roleArn: required(request, 'Role'),
    logGroup: optional(logging, 'LogGroup') ?? `/aws/lambda/${name}`,
    logFormat: logging['LogFormat'] === 'JSON' ? 'JSON' : 'Text',
    ...(logLevel !== undefined && { logLevel }),
    architecture: strings(properties['Architectures'])[0] ?? 'x86_64',
    ...(reserved !== undefined && { reservedConcurrency: reserved }),
    tracing: record(properties['TracingConfig'])['Mode'] === 'Active' ? 'Active' : 'PassThrough',
    ...(deadLetterArn !== undefined && { deadLetterArn }),
    recursionAllowed: properties['RecursiveLoop'] === 'Allow',
  }
}

/** The folder behind the function's code: what a deploy would pack and upload. */
function codeDirectory(request: ResourceRequest, cloud: Cloud): string {
  const code = record(request.properties['Code'])
  if (typeof code['ZipFile'] === 'string') return cloud.inlineCode.folder(code['ZipFile'], required(request, 'Runtime'))
  const key = optional(code, 'S3Key') ?? ''
  const asset = request.asset(key)
  if (!asset)
    throw new DeployError(`${request.path}: its code ${key} is no asset of the assembly; run \`cdk synth\` again`)
  if (asset.packaging !== 'zip')
    throw new DeployError(
      `${request.path}: its code ${asset.path} is a packed file; give the folder as the asset instead`,
    )
  return asset.path
}

export const permission: Provider = {
  honours: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  inert: ['EventSourceToken', 'PrincipalOrgID', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl'],
  put(request, cloud) {
    const sourceArn = optional(request.properties, 'SourceArn')
    cloud.functions.permit(functionArn(required(request, 'FunctionName'), cloud), request.path, {
      principal: required(request, 'Principal'),
      ...(sourceArn !== undefined && { sourceArn }),
    })
    return { ref: request.path, attributes: { Id: request.path } }
  },
  remove: (_, request, cloud) =>
    cloud.functions.forbid(functionArn(required(request, 'FunctionName'), cloud), request.path),
}

export const eventInvokeConfig: Provider = {
  honours: ['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  put(request, cloud) {
    const { properties } = request
    const destinations = record(properties['DestinationConfig'])
    const onFailure = optional(record(destinations['OnFailure']), 'Destination')
    const onSuccess = optional(record(destinations['OnSuccess']), 'Destination')
    const maxAge = number(properties, 'MaximumEventAgeInSeconds')
    const retries = number(properties, 'MaximumRetryAttempts')
    cloud.functions.configureAsync(functionArn(required(request, 'FunctionName'), cloud), {
      ...(retries !== undefined && { retries }),
      ...(maxAge !== undefined && { maxAge }),
      ...(onFailure !== undefined && { onFailure }),
      ...(onSuccess !== undefined && { onSuccess }),
    })
    return { ref: request.path, attributes: {} }
  },
  remove: (_, request, cloud) =>
    cloud.functions.configureAsync(functionArn(required(request, 'FunctionName'), cloud), {}),
}

export const eventSourceMapping: Provider = {
  honours: [
    'BatchSize',
    'Enabled',
    'EventSourceArn',
    'FilterCriteria',
    'FunctionName',
    'FunctionResponseTypes',
    'MaximumBatchingWindowInSeconds',
    'ScalingConfig',
  ],
  inert: ['Tags', 'MetricsConfig', 'KmsKeyArn', 'LoggingConfig'],
  check: ({ EventSourceArn: arn }) =>
    typeof arn === 'string' && !arn.includes(':sqs:')
      ? [`event source ${arn} is not emulated: only SQS queues are`]
      : [],
  put(request, cloud) {
    const { properties } = request
    const id = request.generatedName(36)
    const arn = required(request, 'EventSourceArn')
    if (!arn.includes(':sqs:'))
      throw new DeployError(`${request.path}: event source ${arn} is not emulated: only SQS queues are`)
    const maximumConcurrency = number(record(properties['ScalingConfig']), 'MaximumConcurrency')
    const filters = list(record(properties['FilterCriteria'])['Filters']).map(
      (filter) => optional(record(filter), 'Pattern') ?? '{}',
    )
    cloud.eventSources.put(id, {
      queueArn: arn,
      functionArn: functionArn(required(request, 'FunctionName'), cloud),
      batchSize: number(properties, 'BatchSize') ?? 10,
      batchWindow: number(properties, 'MaximumBatchingWindowInSeconds') ?? 0,
      enabled: properties['Enabled'] === undefined || flag(properties['Enabled']),
      reportsFailures: strings(properties['FunctionResponseTypes']).includes('ReportBatchItemFailures'),
      filters,
      ...(maximumConcurrency !== undefined && { maximumConcurrency }),
    })
    const mappingArn = `arn:aws:lambda:${cloud.region}:${cloud.account}:event-source-mapping:${id}`
    return { ref: id, arn: mappingArn, attributes: { Id: id, EventSourceMappingArn: mappingArn } }
  },
  remove: (made, _, cloud) => cloud.eventSources.remove(made.ref),
}

/** A function given by name or ARN. */
function functionArn(nameOrArn: string, cloud: Cloud): string {
  if (nameOrArn.startsWith('arn:') && nameOrArn.includes(':function:')) return nameOrArn
  return `arn:aws:lambda:${cloud.region}:${cloud.account}:function:${lastPart(nameOrArn)}`
}
