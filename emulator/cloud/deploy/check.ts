import { TemplateError } from '../errors.ts'
import { inertTypes, type Provider, providers } from '../resources/index.ts'
import {
  type Asset,
  condition,
  findAsset,
  parameterValues,
  pseudoParameters,
  readTemplate,
  type Scope,
  type Template,
  type TemplateResource,
} from '../template/index.ts'

/** Finds everything in a template and its nested stacks that cannot run here, before anything is changed. */
export function problemsIn(
  template: Template,
  stack: string,
  assets: ReadonlyMap<string, Asset>,
  at: { readonly region: string; readonly account: string },
  nested = false,
): string[] {
  const scope = checkScope(template, stack, at, nested)
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    if (!isWanted(resource, scope)) return []
    const name = nameOf(logicalId, resource)
    if (resource.Type === 'AWS::CloudFormation::Stack') {
      const file = nestedTemplate(resource, assets)
      return file
        ? problemsIn(readTemplate(file), `${stack}/${logicalId}`, assets, at, true)
        : [`${name}: its template is no asset of the assembly`]
    }
    if (inertTypes[resource.Type]) return []
    const provider = providers[resource.Type]
    if (!provider)
      return [
        `${name}: resource type ${resource.Type} is not emulated: put it into a stack of its own, and give its name or ARN to this one`,
      ]
    return propertyProblems(provider, resource.Properties ?? {}).map(
      (problem) => `${name} (${resource.Type}): ${problem}`,
    )
  })
}

/** The template file of a nested stack. */
export function nestedTemplate(resource: TemplateResource, assets: ReadonlyMap<string, Asset>): string | undefined {
  const path = resource.Metadata?.['aws:asset:path']
  const key = /([0-9a-f]{64}\.json)/.exec(JSON.stringify(resource.Properties?.['TemplateURL'] ?? ''))?.[1]
  const byKey = key && findAsset(assets, key)?.path
  return (
    byKey ||
    (typeof path === 'string' ? [...assets.values()].find((asset) => asset.path.endsWith(path))?.path : undefined)
  )
}

function propertyProblems(provider: Provider, properties: Readonly<Record<string, unknown>>): string[] {
  const known = new Set([...provider.honours, ...(provider.inert ?? [])])
  const stated = provider.check?.(properties) ?? []
  const unknown = provider.honours.length === 0 ? [] : Object.keys(properties).filter((name) => !known.has(name))
  return [
    ...stated,
    // What a check already explained need not be named twice.
    ...unknown
      .filter((name) => !stated.some((problem) => problem.includes(name)))
      .map((name) => `property ${name} is not emulated: leave it out of what runs here`),
  ]
}

function nameOf(logicalId: string, resource: TemplateResource): string {
  const path = resource.Metadata?.['aws:cdk:path']
  return typeof path === 'string' ? path.replace(/\/Resource$/, '') : logicalId
}

/** A condition that hangs on another stack's values cannot be known yet: its resource is checked. */
function isWanted(resource: TemplateResource, scope: Scope | undefined): boolean {
  if (resource.Condition === undefined || !scope) return true
  try {
    return condition(resource.Condition, scope)
  } catch (error) {
    if (error instanceof TemplateError) return true
    throw error
  }
}

function checkScope(
  template: Template,
  stack: string,
  at: { region: string; account: string },
  nested: boolean,
): Scope | undefined {
  if (nested && Object.keys(template.Parameters ?? {}).length > 0) return undefined
  const unknown = (): never => {
    throw new TemplateError(['not known before the stack exists'])
  }
  return {
    template,
    stack,
    pseudo: pseudoParameters({ ...at, stack }),
    parameters: parameterValues(template, stack, {}),
    ref: unknown,
    attribute: unknown,
  }
}
