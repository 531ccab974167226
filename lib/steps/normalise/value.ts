import type { JsonSchema } from '../model.ts'
import type { RawStep, Report } from './raw.ts'

/** The schema under that key, when there is one. Motia 0.x takes no notice of what is none. */
export function schemaAt<K extends string>(
  { config, dialect }: RawStep,
  key: K,
  report: Report,
): { readonly [P in K]?: JsonSchema } {
  const schema = config[key]
  if (schema === undefined || schema === null) return {}
  if (typeof schema === 'boolean' || typeof schema === 'object')
    return { [key]: schema } as { readonly [P in K]?: JsonSchema }
  const found = `${key} is a schema: of zod, valibot or another Standard Schema, or a JSON Schema (it is ${JSON.stringify(schema)})`
  if (dialect === 'motia') report.warning('bad-value', key, `${found}; anything is accepted`)
  else report.error('bad-value', key, found)
  return {}
}

/** The list of strings under that key; a single one counts as a list. */
export function strings({ config }: RawStep, key: string, report: Report): string[] {
  const value = config[key]
  if (value === undefined || value === null) return []
  const list = typeof value === 'string' ? [value] : value
  if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return [...new Set(list)]
  report.error('bad-value', key, `${key} is a list of strings (it is ${JSON.stringify(value)})`)
  return []
}

export interface Topic {
  readonly topic: string
  readonly label?: string
  readonly conditional?: boolean
}

/** A list of topics, each a string or `{ topic, label?, conditional? }`; null when the key is absent. */
export function topics({ config }: RawStep, key: string, report: Report): Topic[] | null {
  const value = config[key]
  if (value === undefined || value === null) return null
  const list = typeof value === 'string' ? [value] : value
  if (!Array.isArray(list)) {
    report.error('bad-value', key, `${key} is a list of topics (it is ${JSON.stringify(value)})`)
    return []
  }
  return list.flatMap((item) => {
    if (typeof item === 'string' && item !== '') return [{ topic: item }]
    const { topic, label, conditional } = (item ?? {}) as Record<string, unknown>
    if (typeof topic !== 'string' || topic === '') {
      report.error(
        'bad-value',
        key,
        `${JSON.stringify(item)} in ${key} is neither a topic nor { topic, label?, conditional? }`,
      )
      return []
    }
    return [{ topic, ...(typeof label === 'string' && { label }), ...(conditional === true && { conditional }) }]
  })
}
