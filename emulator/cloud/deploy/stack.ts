import { createHash } from 'node:crypto'
import { DeployError, TemplateError } from '../errors.ts'
import {
  type Cloud,
  inertTypes,
  type Made,
  type Provider,
  providers,
  type ResourceRequest,
} from '../resources/index.ts'
import {
  condition,
  creationOrder,
  findAsset,
  isRecord,
  parameterValues,
  pseudoParameters,
  readTemplate,
  resolveValue,
  type Scope,
  type StackAssembly,
  stackId,
  type Template,
  type TemplateResource,
} from '../template/index.ts'
import { managementPath } from '../websocket-api/index.ts'
import { nestedTemplate } from './check.ts'

/** A resource as it stands. */
export interface Deployed {
  readonly type: string
  readonly stack: string
  readonly request: ResourceRequest
  readonly made: Made
  /** Changes when the resource must be put again. */
  readonly fingerprint: string
}

/** A stack as it stands, the root or one nested in it. */
export interface StackInfo {
  /** The root's name, and the logical ids that lead from it to this one: `Shop/Shard1`. */
  readonly path: string
  readonly template: Template
  readonly parameters: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  /** ms since 1970 */
  readonly created: number
  /** When it was deployed again. */
  readonly updated?: number
}

/** Resources by path, in order of creation. */
export type Deployment = Map<string, Deployed>

export interface StackRun {
  readonly assembly: StackAssembly
  readonly cloud: Cloud
  readonly previous: ReadonlyMap<string, Deployed>
  readonly next: Deployment
  /** Paths of what was created or changed, in order. */
  readonly touched: string[]
  /** The stacks that stand, the innermost first. */
  readonly stacks: Omit<StackInfo, 'created'>[]
}

/** Creates or updates the resources of a stack; returns its outputs. */
export async function runStack(
  run: StackRun,
  template: Template,
  stack: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { cloud } = run
  const made = new Map<string, Made>()
  const known = (logicalId: string): Made => {
    const found = made.get(logicalId)
    if (found) return found
    throw new TemplateError([`stack ${stack} refers to '${logicalId}', which it does not have`])
  }
  const scope: Scope = {
    template,
    stack,
    pseudo: pseudoParameters({ region: cloud.region, account: cloud.account, stack }),
    parameters: parameterValues(template, stack, parameters),
    ref: (logicalId) => known(logicalId).ref,
    attribute(logicalId, name) {
      const { attributes, ref } = known(logicalId)
      if (name in attributes) return attributes[name]
      if (inertTypes[template.Resources[logicalId]!.Type]) return `${ref}.${name}`
      throw new TemplateError([
        `${template.Resources[logicalId]?.Type} ${logicalId} of stack ${stack} has no attribute '${name}' here`,
      ])
    },
  }
  for (const logicalId of creationOrder(template, stack)) {
    const resource = template.Resources[logicalId]!
    if (resource.Condition !== undefined && !condition(resource.Condition, scope)) continue
    const properties = localUrls(resolveValue(resource.Properties ?? {}, scope), cloud) as Record<string, unknown>
    made.set(
      logicalId,
      resource.Type === 'AWS::CloudFormation::Stack'
        ? await runNested(run, resource, `${stack}/${logicalId}`, properties)
        : await putResource(run, stack, logicalId, resource, properties),
    )
  }
  const outputs: Record<string, unknown> = {}
  for (const [name, output] of Object.entries(template.Outputs ?? {}))
    if (output.Condition === undefined || condition(output.Condition, scope))
      outputs[name] = localUrls(resolveValue(output.Value, scope), cloud)
  run.stacks.push({ path: stack, template, parameters, outputs })
  return outputs
}

async function runNested(
  run: StackRun,
  resource: TemplateResource,
  stack: string,
  properties: Readonly<Record<string, unknown>>,
): Promise<Made> {
  const file = nestedTemplate(resource, run.assembly.assets)
  if (!file) throw new TemplateError([`${stack}: its template is no asset of the assembly`])
  const parameters = properties['Parameters']
  const outputs = await runStack(run, readTemplate(file), stack, isRecord(parameters) ? parameters : {})
  const { region, account } = run.cloud
  const arn = stackId({ region, account, stack })
  return {
    ref: arn,
    arn,
    attributes: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`Outputs.${name}`, value])),
  }
}

async function putResource(
  run: StackRun,
  stack: string,
  logicalId: string,
  resource: TemplateResource,
  properties: Readonly<Record<string, unknown>>,
): Promise<Made> {
  const path = `${stack}/${logicalId}`
  const provider = providerOf(resource.Type)
  const metadata = resource.Metadata?.['motia-aws']
  const marked = isRecord(metadata) ? metadata : {}
  const request: ResourceRequest = {
    logicalId,
    path,
    properties,
    step: typeof marked['step'] === 'string' ? marked['step'] : undefined,
    role: typeof marked['role'] === 'string' ? marked['role'] : undefined,
    generatedName: (limit = 255, suffix = '') => generatedName(stack, logicalId, limit, suffix),
    asset: (keyOrUrl) => findAsset(run.assembly.assets, keyOrUrl),
  }
  const fingerprint = JSON.stringify([resource.Type, properties, marked, assetPath(request)])
  const before = run.previous.get(path)
  const unchanged = before?.fingerprint === fingerprint
  if (!unchanged) run.touched.push(path)
  const made = unchanged ? before.made : await attempt(path, () => provider.put(request, run.cloud))
  run.next.set(path, { type: resource.Type, stack, request, made, fingerprint })
  return made
}

export function providerOf(type: string): Provider {
  return providers[type] ?? inertTypes[type]!
}

async function attempt<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new DeployError(`cannot create ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** The same code may lie in another folder after the next synthesis. */
function assetPath(request: ResourceRequest): string | undefined {
  const code = request.properties['Code']
  return isRecord(code) && typeof code['S3Key'] === 'string' ? request.asset(code['S3Key'])?.path : undefined
}

function generatedName(stack: string, logicalId: string, limit: number, suffix: string): string {
  const hash = createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 12)
  const room = limit - suffix.length - hash.length - 1
  return `${`${stack}-${logicalId}`.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, Math.max(room, 0))}-${hash}${suffix}`
    .replace(/^-/, '')
    .slice(-limit)
}

/** An API answers on this machine, whatever its address on AWS would be. */
function localUrls(value: unknown, cloud: Cloud): unknown {
  if (typeof value === 'string')
    return value.includes('.execute-api.')
      ? value.replaceAll(
          /(https|wss):\/\/([a-z0-9]+)\.execute-api\.[^/]+/g,
          (whole, scheme: string, id: string) => localUrl(cloud, scheme, id) ?? whole,
        )
      : value
  if (Array.isArray(value)) return value.map((item) => localUrls(item, cloud))
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, localUrls(item, cloud)]))
  return value
}

/** By https a WebSocket API is asked for its connections, and that is the AWS endpoint's matter. */
function localUrl({ apis, webSocketApis, services }: Cloud, scheme: string, apiId: string): string | undefined {
  if (!webSocketApis.has(apiId)) return apis.urls().get(apiId)
  return scheme === 'wss' ? webSocketApis.urls().get(apiId) : `${services.context.endpoint()}${managementPath}/${apiId}`
}
