import { defineStep } from 'motia-aws'
import { hash } from 'motia-aws-no-such-native-package'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/fingerprint',
  async handler() {
    return { hash: hash('tea') }
  },
})
