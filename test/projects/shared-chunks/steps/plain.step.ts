import { defineStep } from 'motia-aws'
import { noteOf } from '../lib/note'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/plain',
  async handler() {
    return noteOf('tea')
  },
})
