import { Validator } from '@cfworker/json-schema'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import * as z4 from 'zod'
import { z } from 'zod/v3'
import * as z4core from 'zod/v4/core'
import { toJsonSchema } from './schema.ts'

const accepts = (schema: unknown, value: unknown): boolean =>
  new Validator(schema as object, '2020-12').validate(value).valid

interface Tree {
  readonly name: string
  readonly children: readonly Tree[]
}
const tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(tree) }))

/** What TypeScript makes of `enum Level { Low, High }`. */
const level = { Low: 0, High: 1, 0: 'Low', 1: 'High' } as const

const schemas: Readonly<Record<string, z.ZodTypeAny>> = {
  string: z.string().min(2).max(4),
  email: z.string().email(),
  pattern: z.string().regex(/^a+$/),
  number: z.number().int().min(1).lt(10).multipleOf(3),
  literal: z.literal('a'),
  enum: z.enum(['a', 'b']),
  'native enum': z.nativeEnum(level as unknown as { Low: 0; High: 1 }),
  array: z.array(z.number()).min(1).max(2),
  tuple: z.tuple([z.string(), z.number()]),
  'tuple with rest': z.tuple([z.string()]).rest(z.boolean()),
  object: z.object({ a: z.string(), b: z.number().optional(), c: z.string().default('x'), d: z.string().nullable() }),
  'strict object': z.object({ a: z.string() }).strict(),
  'object with a catch-all': z.object({ a: z.string() }).catchall(z.number()),
  record: z.record(z.string(), z.number()),
  union: z.union([z.string(), z.number()]),
  'discriminated union': z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), x: z.number() }),
    z.object({ kind: z.literal('b'), y: z.string() }),
  ]),
  intersection: z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
  nullable: z.string().nullable(),
  branded: z.string().brand('x').readonly(),
  never: z.never(),
  any: z.any(),
  'a schema that holds itself': tree,
}

const values: readonly unknown[] = [
  'a',
  'b',
  'ab',
  'abcde',
  'aa',
  'me@example.com',
  0,
  1,
  3,
  4.5,
  9,
  12,
  true,
  null,
  [],
  [1],
  [1, 2, 3],
  ['x', 1],
  ['x', true, false],
  {},
  { a: 'x' },
  { a: 'x', b: 1, d: null },
  { a: 'x', b: 'no', d: 'y' },
  { a: 'x', e: 1, d: 'y' },
  { a: 1 },
  { kind: 'a', x: 1 },
  { kind: 'b', y: 'x' },
  { kind: 'b', x: 1 },
  { name: 'x', children: [] },
  { name: 'x', children: [{ name: 'y', children: [] }] },
  { name: 'x', children: [{ name: 3, children: [] }] },
]

describe('zod 3 as JSON Schema', () => {
  it.each(Object.entries(schemas))('%s accepts what zod accepts', (_, schema) => {
    const converted = toJsonSchema(schema, 'input', {})
    for (const value of values) {
      expect([value, accepts(converted, value)]).toEqual([value, schema.safeParse(value).success])
    }
  })

  it('tells what comes in from what goes out', () => {
    const schema = z.object({ a: z.string().default('x'), b: z.string().transform(Number) })
    expect(toJsonSchema(schema, 'input', {})).toEqual({
      type: 'object',
      properties: { a: { type: 'string', default: 'x' }, b: { type: 'string' } },
      required: ['b'],
    })
    expect(toJsonSchema(schema, 'output', {})).toMatchObject({ required: ['a', 'b'], properties: { b: {} } })
  })

  it('keeps descriptions', () => {
    expect(toJsonSchema(z.string().describe('a name'), 'input', {})).toEqual({ type: 'string', description: 'a name' })
  })
})

describe('other schemas', () => {
  it('zod 4 goes through its own converter, dates and transforms included', () => {
    const schema = z4.object({ at: z4.date(), n: z4.string().transform(Number) })
    expect(toJsonSchema(schema, 'input', { zod: z4core as never })).toEqual({
      type: 'object',
      properties: { at: {}, n: { type: 'string' } },
      required: ['at', 'n'],
    })
  })

  it('a Standard Schema that can say its JSON Schema does', () => {
    const schema = { '~standard': { version: 1, vendor: 'x', jsonSchema: { input: () => ({ type: 'string' }) } } }
    expect(toJsonSchema(schema, 'input', {})).toEqual({ type: 'string' })
  })

  it('valibot goes through the converter that the project has', () => {
    const schema = v.object({ a: v.optional(v.string(), 'x') })
    const toJson = (_: unknown, options: object) => ({ $schema: 'x', description: JSON.stringify(options) })
    expect(toJsonSchema(schema, 'output', { valibot: { toJsonSchema: toJson } })).toEqual({
      description: '{"typeMode":"output","errorMode":"ignore"}',
    })
    const missed: string[] = []
    expect(toJsonSchema(schema, 'output', { missed: (vendor) => missed.push(vendor) })).toBe(true)
    expect(missed).toEqual(['valibot'])
  })

  it('one that cannot accepts everything; JSON Schema stays as it is', () => {
    expect(toJsonSchema({ '~standard': { version: 1, vendor: 'x' } }, 'input', {})).toBe(true)
    expect(toJsonSchema({ type: 'string', $id: 'x' }, 'input', {})).toEqual({ type: 'string', $id: 'x' })
    expect(toJsonSchema(false, 'input', {})).toBe(false)
    expect(toJsonSchema('nonsense', 'input', {})).toBe(true)
  })
})
