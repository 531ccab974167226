import type { ApiTrigger, HttpMethod, JsonSchema } from '../model.ts'
import { nearest } from './keys.ts'
import { parsePath } from './path.ts'
import type { RawStep, Report } from './raw.ts'
import { schemaAt } from './value.ts'

const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY']

/** The route of an API Step; null, with errors reported, when it has none. */
export function apiTrigger(raw: RawStep, report: Report): ApiTrigger | null {
  const { config } = raw
  const { method, path, auth } = config
  const verb = typeof method === 'string' ? (method.toUpperCase() as HttpMethod) : null
  if (!verb) {
    report.error(
      'bad-route',
      'method',
      `an api Step needs a method: 'GET', 'POST' ... (it is ${JSON.stringify(method)})`,
    )
  } else if (!METHODS.includes(verb)) {
    const near = nearest(verb, METHODS)
    report.error(
      'bad-route',
      'method',
      `unknown method '${method}'${near ? `, did you mean '${near}'?` : `; known are ${METHODS.join(', ')}`}`,
    )
  }
  const problem = pathProblem(path)
  if (problem) report.error('bad-route', 'path', problem)
  if (auth !== undefined && typeof auth !== 'string') {
    report.error(
      'bad-value',
      'auth',
      `auth is the name of an authorizer, 'iam' or 'none' (it is ${JSON.stringify(auth)})`,
    )
  }
  if (!verb || !METHODS.includes(verb) || problem) return null
  return {
    type: 'api',
    method: verb,
    path: path as string,
    ...schemaAt(raw, 'bodySchema', report),
    ...schemaAt(raw, 'querySchema', report),
    ...(isRecord(config['responseSchema']) && {
      responseSchema: config['responseSchema'] as Record<string, JsonSchema>,
    }),
    ...(Array.isArray(config['queryParams']) && { queryParams: queryParams(config['queryParams']) }),
    ...(typeof auth === 'string' && { auth }),
  }
}

function pathProblem(path: unknown): string | null {
  if (typeof path !== 'string') return `an api Step needs a path such as '/orders/:id' (it is ${JSON.stringify(path)})`
  const parsed = parsePath(path)
  return 'error' in parsed ? `the path '${path}' is no route: ${parsed.error}` : null
}

function queryParams(list: readonly unknown[]): { name: string; description?: string }[] {
  return list.filter(isRecord).map(({ name, description }) => ({
    name: String(name),
    ...(typeof description === 'string' && { description }),
  }))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
