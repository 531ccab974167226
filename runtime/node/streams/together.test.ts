/** Steps that change a group while clients join it: what the public client knows in the end is what is stored. */

import { setTimeout } from 'node:timers/promises'
import { StreamGroupSubscription } from '@motiadev/stream-client-browser/dist/src/stream-group.js'
import { StreamItemSubscription } from '@motiadev/stream-client-browser/dist/src/stream-item.js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRun } from '../invocation/run.ts'
import { startTable, type TestTable } from '../testing/dynamodb.ts'
import { functionEnvironment, setEnvironment } from '../testing/environment.ts'
import { type FakeAws, startFakeAws } from '../testing/fake-aws.ts'
import { lambdaContext } from '../testing/invoke.ts'
import { adapt } from './gateway/index.ts'
import { createStreams } from './streams.ts'

let aws: FakeAws
let table: TestTable
let restore: () => void

beforeAll(async () => {
  table = await startTable()
  aws = await startFakeAws(table.url)
  restore = setEnvironment({ ...functionEnvironment(aws.url), MOTIA_STREAMS: table.name })
})
afterAll(async () => {
  restore()
  await aws.close()
  await table.close()
})

const given = { step: 'work', trigger: 'event', header: undefined, traceId: 't', parentId: 'p', hop: 0 } as const
const todo = () => createStreams(createRun({ ...given, lambda: lambdaContext() }))['todo']!
const gateway = adapt({ streams: { todo: null } })

type Item = { id: string; n: number }
type Action = { type: 'set' | 'delete'; id: string } | { type: 'join'; id?: string }

const id = fc.constantFrom('a', 'b', 'c')
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('set' as const), id }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('delete' as const), id }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('join' as const), id }, { requiredKeys: ['type'] }) },
)

/** ms before each message comes to its client, over and over. */
const someDelays = fc.array(fc.constantFrom(0, 0, 30), { minLength: 3, maxLength: 13 })

/** A sync that comes after what happened since it was read. */
const late: [Action[], number[]] = [
  [{ type: 'join' }, { type: 'set', id: 'a' }, { type: 'set', id: 'b' }],
  [30, 0, 0],
]

test('clients that join while a group changes know it in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 14 }), someDelays, async (actions, delays) => {
      let posts = 0
      await table.clear()
      const clients = new Map<string, StreamGroupSubscription<Item> | StreamItemSubscription<Item>>()
      aws.answer = async ({ service, input }) => {
        if (service === 'execute-api') {
          await setTimeout(delays[posts++ % delays.length])
          clients.get(String(input['ConnectionId']))!.listener(JSON.parse(String(input['Data'])))
        }
        return undefined
      }
      await Promise.all(
        actions.map(async (one, n) => {
          if (one.type === 'set') return await todo().set('g', one.id, { n })
          if (one.type === 'delete') return await todo().delete('g', one.id)
          const place = {
            streamName: 'todo',
            groupId: 'g',
            ...(one.id !== undefined && { id: one.id }),
            subscriptionId: 's',
          }
          const client =
            one.id === undefined
              ? new StreamGroupSubscription<Item>(place as never)
              : new StreamItemSubscription<Item>(place as never)
          clients.set(`c${n}`, client as never)
          const body = JSON.stringify({ type: 'join', data: place })
          return await gateway({ body, requestContext: { routeKey: 'join', connectionId: `c${n}` } }, lambdaContext())
        }),
      )
      aws.answer = () => undefined
      const stored = (await todo().getGroup('g')) as Item[]
      const byId = (items: readonly Item[]) => items.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      for (const client of clients.values()) {
        if (client instanceof StreamGroupSubscription) expect(byId(client.getState())).toEqual(byId(stored))
        else expect(client.getState()).toEqual(stored.find((item) => item.id === client.sub.id) ?? null)
      }
    }),
    { numRuns: 15, examples: [late] },
  )
}, 60_000)
