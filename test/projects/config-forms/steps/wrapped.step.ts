import { z } from 'zod/v3'
import { authed } from '../lib/authed'

export default authed({
  type: 'api',
  method: 'PUT',
  path: '/tickets/:id/*',
  bodySchema: z.object({ note: z.string().min(1).optional(), tags: z.array(z.enum(['a', 'b'])).max(3).default([]) }),
  responseSchema: z.object({ ok: z.literal(true) }),
  async handler() {},
})
