import { defineStep } from 'motia-aws'

/** One answer of each kind. */
export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/answer/:kind',
  async handler({ params }): Promise<unknown> {
    switch (params.kind) {
      case 'envelope':
        return { status: 201, headers: { 'X-Order': '7' }, body: { id: 7 } }
      case 'status-word':
        return { ticketId: 't1', status: 'open' }
      case 'status-number':
        return { status: 7, body: 'x' }
      case 'text':
        return '<h1>hi</h1>'
      case 'plain-text':
        return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'hi' }
      case 'binary':
        return new Uint8Array([0, 1, 254, 255])
      case 'nothing':
        return undefined
      case 'null':
        return null
      case 'list':
        return [1, 'two', { three: 3.5 }]
      case 'no-content':
        return { status: 204, body: { dropped: true } }
      case 'not-modified':
        return { status: 304, headers: { etag: '"1"' }, body: 'dropped' }
      case 'cookies':
        return { status: 200, headers: { 'set-cookie': ['a=1; Path=/', 'b=2'] }, body: {} }
      case 'throws':
        throw new TypeError('secret detail')
      default:
        return 'unknown kind'
    }
  },
})
