import {
  type ApiTrigger,
  type JsonSchema,
  type Project,
  parsePath,
  type Segment,
  type Step,
} from '../../lib/steps/index.ts'

/** An OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html), as far as Steps fill one. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string }
  readonly tags?: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

export interface Operation {
  readonly operationId: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

type Content = Readonly<Record<'application/json', { readonly schema: JsonSchema }>>

/** What a method that stands for all of them is written out as: OpenAPI has no ANY. */
const EVERY_METHOD = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']

/**
 * The API of a project's Steps.
 *
 * @example
 * openapi(await readProject('steps-example'), { title: 'shop', version: '1.0.0' })
 */
export function openapi(project: Pick<Project, 'steps'>, info: OpenApiDocument['info']): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {}
  const flows = new Set<string>()
  for (const step of project.steps) {
    for (const trigger of step.triggers) {
      if (trigger.type !== 'api') continue
      const parsed = parsePath(trigger.path)
      if ('error' in parsed) continue
      for (const flow of step.flows) flows.add(flow)
      const path = `/${parsed.segments.map(segmentText).join('/')}`
      const methods = trigger.method === 'ANY' ? EVERY_METHOD : [trigger.method.toLowerCase()]
      const item = paths[path] ?? {}
      paths[path] = item
      for (const method of methods) {
        const id = methods.length > 1 ? `${step.name}-${method}` : step.name
        item[method] = operation(step, trigger, parsed.segments, id)
      }
    }
  }
  const tags = [...flows].sort().map((name) => ({ name }))
  return { openapi: '3.1.1', info, ...(tags.length > 0 && { tags }), paths }
}

function segmentText(segment: Segment): string {
  return segment.type === 'literal' ? segment.text : `{${segment.name}}`
}

function operation(step: Step, trigger: ApiTrigger, segments: readonly Segment[], operationId: string): Operation {
  const { bodySchema } = trigger
  const parameters = [...pathParameters(segments), ...queryParameters(trigger)]
  return {
    operationId,
    ...(step.description !== undefined && { summary: step.description }),
    ...(step.flows.length > 0 && { tags: step.flows }),
    ...(parameters.length > 0 && { parameters }),
    ...(bodySchema !== undefined && { requestBody: { required: true, content: json(bodySchema) } }),
    responses: responses(step, trigger),
  }
}

function pathParameters(segments: readonly Segment[]): Parameter[] {
  return segments.flatMap((segment) =>
    segment.type === 'literal' ? [] : [{ name: segment.name, in: 'path', required: true, schema: { type: 'string' } }],
  )
}

/** A query schema's properties; without one, the parameters that 0.x only describes. */
function queryParameters({ querySchema, queryParams }: ApiTrigger): Parameter[] {
  const { properties, required } = (querySchema ?? {}) as {
    properties?: Record<string, JsonSchema>
    required?: readonly string[]
  }
  if (!properties) {
    return (queryParams ?? []).map((item) => ({ ...item, in: 'query', required: false, schema: { type: 'string' } }))
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required?.includes(name) ?? false,
    schema,
  }))
}

function responses(step: Step, { responseSchema, bodySchema, querySchema }: ApiTrigger): Operation['responses'] {
  const stated = Object.entries(responseSchema ?? {}).map(([status, schema]) => [
    status,
    { description: statusText(status), content: json(schema) },
  ])
  const validated = step.dialect === 'define-step' && (bodySchema !== undefined || querySchema !== undefined)
  const refused = { '400': { description: 'the request does not fit its schema', content: json(ISSUES) } }
  const fallback = stated.length > 0 ? {} : { default: { description: 'the answer of the Step' } }
  return { ...fallback, ...(validated && refused), ...Object.fromEntries(stated) }
}

/** What is answered to a request that does not fit. */
const ISSUES = {
  type: 'object',
  properties: {
    error: { type: 'string' },
    issues: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'array' }, message: { type: 'string' } } },
    },
  },
} as const

function statusText(status: string): string {
  if (status.startsWith('2')) return 'success'
  if (status.startsWith('4')) return 'the request is at fault'
  return status.startsWith('5') ? 'the app is at fault' : `status ${status}`
}

function json(schema: JsonSchema): Content {
  return { 'application/json': { schema } }
}
