import type { JsonSchema } from '../../../lib/steps/model.ts'
import { type FormSchema, resolve, typeOf, variantsOf } from './schema.ts'

/** A value that fits the schema and reads like the real thing: defaults, examples, then what names and formats suggest. */
export function exampleOf(schema: JsonSchema | undefined, root: JsonSchema, name = '', depth = 0): unknown {
  const form = resolve(schema, root)
  if (form.default !== undefined) return form.default
  if (form.examples?.length) return form.examples[0]
  if (form.const !== undefined) return form.const
  if (form.enum?.length) return form.enum[0]
  const [variant] = variantsOf(form, root)
  if (variant) return exampleOf(variant as JsonSchema, root, name, depth)
  switch (typeOf(form)) {
    case 'object':
      return objectOf(form, root, depth)
    case 'array':
      return depth > 6
        ? []
        : Array(Math.max(1, form.minItems ?? 0)).fill(exampleOf(form.items, root, name.replace(/s$/, ''), depth + 1))
    case 'string':
      return textOf(form, name)
    case 'integer':
      return Math.max(form.minimum ?? 1, Math.floor((form.exclusiveMinimum ?? 0) + 1))
    case 'number':
      return numberOf(form, name)
    case 'boolean':
      return false
    default:
      return null
  }
}

function objectOf(form: FormSchema, root: JsonSchema, depth: number): Record<string, unknown> {
  const required = new Set(form.required)
  const known = Object.entries(form.properties ?? {})
  const chosen = depth > 6 ? known.filter(([name]) => required.has(name)) : known
  return Object.fromEntries(chosen.map(([name, schema]) => [name, exampleOf(schema, root, name, depth + 1)]))
}

const formats: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '3f1d8c1e-6f0a-4b1e-9d57-2f1d8a3c5b70',
  date: '2026-01-31',
  time: '12:00:00',
  'date-time': '2026-01-31T12:00:00Z',
  ipv4: '192.0.2.1',
  hostname: 'example.com',
}

const words: readonly (readonly [RegExp, string])[] = [
  [/e-?mail/i, 'ada@example.com'],
  [/sku/i, 'book-42'],
  [/currency/i, 'EUR'],
  [/country/i, 'SE'],
  [/url|link/i, 'https://example.com/'],
  [/phone/i, '+46 8 123 45 67'],
  [/customer|user|name|author|owner/i, 'Ada Lovelace'],
  [/title|subject/i, 'A short title'],
  [/description|message|text|body|note|content|comment/i, 'Some words about it'],
  [/id$/i, '42'],
]

function textOf(form: FormSchema, name: string): string {
  const known = form.format ? formats[form.format] : undefined
  const text = known ?? words.find(([pattern]) => pattern.test(name))?.[1] ?? (name || 'text')
  return text.padEnd(form.minLength ?? 0, 'x')
}

function numberOf(form: FormSchema, name: string): number {
  const usual = /price|amount|total|cost/i.test(name) ? 12.5 : 1
  return Math.min(
    form.maximum ?? Number.POSITIVE_INFINITY,
    Math.max(form.minimum ?? usual, usual, (form.exclusiveMinimum ?? 0) + 0.5),
  )
}
