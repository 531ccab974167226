import { all, Topics } from '@lib/topics'
import { client } from '@lib/clients'
import type { EventConfig } from 'motia'

const flows = ['tickets']
flows.push('audit')
if (!process.env.API_KEY) console.error('no key')

export const config = {
  type: 'event',
  name: 'Computed',
  subscribes: all.map((topic) => topic.toUpperCase()),
  emits: [Topics.opened, `${Topics.closed}.done`],
  flows,
} satisfies EventConfig

export const handler = async () => client
