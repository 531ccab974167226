const { text, file } = require('../lib/template')

exports.config = { type: 'api', name: 'commonjs', method: 'GET', path: '/commonjs', emits: [], flows: [] }

exports.handler = async () => ({ status: 200, body: { text: text(), file } })
