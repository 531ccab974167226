import type { ApiRequest, StepView } from '../../../cli/dev/protocol.ts'
import type { ApiTrigger } from '../../../lib/steps/model.ts'
import { json } from '../format/index.ts'
import { exampleOf } from './example.ts'
import { resolve } from './schema.ts'

export interface Pair {
  readonly name: string
  readonly value: string
  readonly note?: string
}

/** A request in the making. */
export interface Draft {
  readonly method: string
  readonly path: readonly Pair[]
  readonly query: readonly Pair[]
  readonly headers: readonly Pair[]
  readonly body: string
}

export const apiTriggerOf = (step: StepView) =>
  step.triggers.find((trigger): trigger is ApiTrigger => trigger.type === 'api')

const bodiless = new Set(['GET', 'HEAD', 'OPTIONS'])

export const hasBody = (method: string) => !bodiless.has(method)

/** A first draft for a route, filled in so that it can be sent at once. */
export function draftOf(trigger: ApiTrigger, remembered: ReadonlyMap<string, string>): Draft {
  const method = trigger.method === 'ANY' ? 'GET' : trigger.method
  const names = [...trigger.path.matchAll(/:(\w+)|\{(\w+)\+?\}/g)].map((match) => match[1] ?? match[2] ?? '')
  const withBody = hasBody(method)
  return {
    method,
    path: names.map((name) => ({ name, value: remembered.get(name) ?? '' })),
    query: queryOf(trigger),
    headers: withBody ? [{ name: 'content-type', value: 'application/json' }] : [],
    body: withBody ? bodyOf(trigger) : '',
  }
}

function queryOf(trigger: ApiTrigger): Pair[] {
  const schema = trigger.querySchema
  const properties = schema === undefined ? {} : (resolve(schema, schema).properties ?? {})
  const fromSchema = Object.entries(properties).map(([name, property]) => {
    const { default: value, description } = resolve(property, schema ?? {})
    const text = value === undefined ? '' : String(value)
    return { name, value: text, ...(description ? { note: description } : {}) }
  })
  const documented = (trigger.queryParams ?? [])
    .filter((param) => !(param.name in properties))
    .map(({ name, description }) => ({ name, value: '', ...(description ? { note: description } : {}) }))
  return [...fromSchema, ...documented]
}

function bodyOf(trigger: ApiTrigger): string {
  if (trigger.bodySchema !== undefined) return json(exampleOf(trigger.bodySchema, trigger.bodySchema))
  return trigger.path.endsWith('/graphql') ? json({ query: '{ __typename }' }) : '{}'
}

/** What is sent: path and query filled in, empty query values left out. */
export function requestOf(trigger: ApiTrigger, draft: Draft): ApiRequest {
  const values = new Map(draft.path.map(({ name, value }) => [name, value]))
  const path = trigger.path.replaceAll(
    /:(\w+)|\{(\w+)(\+?)\}/g,
    (_, colon: string | undefined, brace: string | undefined, rest: string) => {
      const value = values.get(colon ?? brace ?? '') ?? ''
      return rest === '+' ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value)
    },
  )
  const query = new URLSearchParams(
    draft.query.filter((pair) => pair.name && pair.value).map((pair) => [pair.name, pair.value]),
  )
  const headers = Object.fromEntries(
    draft.headers.filter((pair) => pair.name).map((pair) => [pair.name.toLowerCase(), pair.value]),
  )
  const full = query.size > 0 ? `${path}?${query}` : path
  const request = { method: draft.method, path: full, headers }
  return hasBody(draft.method) && draft.body !== '' ? { ...request, body: draft.body } : request
}

/** The same request for a shell. */
export function curlOf(apiUrl: string, request: ApiRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  const parts = [`curl ${request.method === 'GET' ? '' : `-X ${request.method} `}${quote(apiUrl + request.path)}`]
  for (const [name, value] of Object.entries(request.headers)) parts.push(`-H ${quote(`${name}: ${value}`)}`)
  if (request.body !== undefined) parts.push(`--data-raw ${quote(request.body)}`)
  return parts.join(' \\\n  ')
}
