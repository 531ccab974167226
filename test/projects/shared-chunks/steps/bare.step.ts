import { defineStep } from 'motia-aws'
import { stamp } from '../lib/stamp'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/bare',
  async handler() {
    return { text: stamp('cake') }
  },
})
