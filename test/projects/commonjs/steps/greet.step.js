const { z } = require('zod')
const { greeting } = require('../lib/greeting')

const name = z.string().default('you')

exports.config = { type: 'api', name: 'greet', method: 'GET', path: '/greet', emits: [], flows: [] }

exports.handler = async (req) => ({ status: 200, body: { text: greeting(name.parse(req.queryParams.name)) } })
