import { defineStep } from 'motia-aws'

/** Answers with all that a request brought. */
export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/hello/:name',
  async handler({ params, query, headers, method, path, traceId }) {
    return { params, query, agent: headers['user-agent'], method, path, traceId }
  },
})
