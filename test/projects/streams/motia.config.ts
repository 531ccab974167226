import { config } from '@motiadev/core'
import statesPlugin from '@motiadev/plugin-states/plugin'
import { userOf } from './services/users'

export default config({
  plugins: [statesPlugin],
  streamAuth: {
    contextSchema: { type: 'object', properties: { user: { type: 'string' } } },
    authenticate: async ({ url }) => userOf(new URL(url ?? '/', 'http://localhost').searchParams.get('token')),
  },
})
