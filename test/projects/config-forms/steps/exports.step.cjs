Object.defineProperty(exports, '__esModule', { value: true })
exports.handler = exports.config = void 0
const clients_1 = require('../lib/clients')
const topics = { opened: 'ticket.opened' }
exports.topics = topics
exports.config = { type: 'event', name: 'Exports', subscribes: [exports.topics.opened], emits: [] }
const handler = async () => clients_1.client
exports.handler = handler
