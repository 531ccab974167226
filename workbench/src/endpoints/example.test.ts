import { describe, expect, test } from 'vitest'
import { exampleOf } from './example.ts'
import { problemsOf } from './validate.ts'

const order = {
  type: 'object',
  required: ['email', 'items'],
  properties: {
    email: { type: 'string', format: 'email' },
    currency: { enum: ['EUR', 'SEK'], default: 'SEK' },
    items: { type: 'array', minItems: 1, items: { $ref: '#/$defs/item' } },
    note: { anyOf: [{ type: 'string', minLength: 3 }, { type: 'null' }] },
  },
  $defs: {
    item: {
      type: 'object',
      required: ['sku', 'price'],
      properties: {
        sku: { type: 'string' },
        price: { type: 'number', exclusiveMinimum: 0 },
        count: { type: 'integer', minimum: 2 },
      },
    },
  },
}

describe('the example of a schema', () => {
  test('reads like the real thing', () => {
    expect(exampleOf(order, order)).toMatchObject({
      email: 'ada@example.com',
      currency: 'SEK',
      items: [{ sku: 'book-42', price: 12.5, count: 2 }],
    })
  })

  test.each([
    order,
    {
      type: 'object',
      required: ['a'],
      properties: { a: { allOf: [{ type: 'object', required: ['b'], properties: { b: { const: 7 } } }] } },
    },
    { type: ['string', 'null'], minLength: 40 },
    { type: 'array', minItems: 2, items: { type: 'boolean' } },
    { oneOf: [{ type: 'object', required: ['kind'], properties: { kind: { const: 'x' } } }] },
    true,
  ])('fits it: %j', (schema) => {
    expect([...problemsOf(exampleOf(schema, schema), schema)]).toEqual([])
  })

  test('ends although the schema does not', () => {
    const endless = { type: 'object', properties: { next: { $ref: '#' } } }
    expect(JSON.stringify(exampleOf(endless, endless)).length).toBeLessThan(500)
  })
})

describe('problems', () => {
  test('stand at their fields', () => {
    const problems = problemsOf({ items: [{ sku: 'a', price: 0 }] }, order)
    expect([...problems.keys()].sort()).toEqual(['/email', '/items/0/price'])
    expect(problems.get('/email')).toBe('Required.')
  })
})
