'use strict'
const { z } = require('zod')
const { client } = require('../lib/clients')

const bodySchema = z.object({ title: z.string() })

module.exports = {
  config: { type: 'api', name: 'CommonJs', method: 'post', path: '/commonjs', bodySchema, emits: [] },
  handler: async () => client,
}
