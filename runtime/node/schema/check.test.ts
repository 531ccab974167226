import * as v from 'valibot'
import { expect, test } from 'vitest'
import * as z from 'zod'
import * as z3 from 'zod/v3'
import type { Schema } from '../authoring/schema.ts'
import { check } from './check.ts'

const fields = { title: 'no', tags: ['a', 2] }

test.each<[string, Schema]>([
  ['zod 4', z.object({ title: z.string().min(3), tags: z.array(z.string()) })],
  ['zod 3', z3.object({ title: z3.string().min(3), tags: z3.array(z3.string()) })],
  [
    'zod 3 before Standard Schema',
    withoutStandard(z3.object({ title: z3.string().min(3), tags: z3.array(z3.string()) })),
  ],
  ['valibot', v.object({ title: v.pipe(v.string(), v.minLength(3)), tags: v.array(v.string()) })],
  ['valibot, async', v.objectAsync({ title: v.pipe(v.string(), v.minLength(3)), tags: v.array(v.string()) })],
  [
    'JSON Schema',
    {
      type: 'object',
      properties: { title: { type: 'string', minLength: 3 }, tags: { type: 'array', items: { type: 'string' } } },
    },
  ],
  [
    'JSON Schema, draft 7',
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { title: { minLength: 3 }, tags: { items: [{}, { type: 'string' }] } },
    },
  ],
])('%s: every issue at its path', async (_, schema) => {
  const { issues } = (await check(schema, fields)) as { issues: { path: string; message: string }[] }
  expect(issues.map(({ path }) => path).sort()).toEqual(['tags.1', 'title'])
  for (const { message } of issues) expect(message).not.toBe('')
  expect(await check(schema, { title: 'long', tags: [] })).toMatchObject({ value: { title: 'long', tags: [] } })
})

test('defaults and transformations apply', async () => {
  const schema = z.object({ n: z.coerce.number(), urgent: z.boolean().default(false) })
  expect(await check(schema, { n: '5' })).toMatchObject({ value: { n: 5, urgent: false } })
})

test.each([
  [{ type: 'object', required: ['a'] }, {}, 'a'],
  [{ properties: { o: { required: ['a'] } } }, { o: {} }, 'o.a'],
  [{ properties: { 'a/b~c': { type: 'string' } } }, { 'a/b~c': 1 }, 'a/b~c'],
  [{ type: 'string' }, 1, ''],
])('JSON Schema %o names the place of %o as %j', async (schema, value, path) => {
  const { issues = [] } = await check(schema, value)
  expect(issues.map((issue) => issue.path)).toEqual([path])
})

test('a property that JSON Schema does not allow is told in words of the sender', async () => {
  const schema = { type: 'object', properties: { a: {} }, additionalProperties: false }
  expect(await check(schema, { a: 1, b: 2 })).toEqual({ issues: [{ path: 'b', message: 'is not allowed' }] })
})

function withoutStandard(schema: z3.ZodTypeAny): Schema {
  return { _output: undefined, safeParseAsync: (value: unknown) => schema.safeParseAsync(value) } as Schema
}
