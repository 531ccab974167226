import { defineStep } from 'motia-aws'

const bodySchema = {
  type: 'object',
  properties: {
    title: { type: 'string', minLength: 3 },
    urgent: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['title'],
} as const

/** Takes what fits a schema. */
export default defineStep({
  type: 'api',
  method: 'POST',
  path: '/tickets',
  bodySchema,
  async handler({ body }) {
    return { status: 201, body }
  },
})
