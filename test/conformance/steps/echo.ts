import { defineStep } from 'motia-aws'

/** Answers with the body, parsed and raw. */
export default defineStep({
  type: 'api',
  method: 'POST',
  path: '/echo',
  async handler({ body, rawBody }) {
    return { body, rawBody }
  },
})
