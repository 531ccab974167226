import { defineStep } from 'motia-aws'
import { noteOf } from '../lib/note'
import { shout } from '../lib/shout'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/loud',
  async handler() {
    return noteOf(shout('tea'))
  },
})
