import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { execute } from '../invocation/execute.ts'
import { createRun, type Run } from '../invocation/run.ts'
import { startTable, type TestTable } from '../testing/dynamodb.ts'
import { functionEnvironment, setEnvironment } from '../testing/environment.ts'
import { type FakeAws, startFakeAws } from '../testing/fake-aws.ts'
import { lambdaContext } from '../testing/invoke.ts'
import { captureLogs } from '../testing/output.ts'
import { createStreams } from './streams.ts'

let aws: FakeAws
let table: TestTable
let restore: () => void
let logs: ReturnType<typeof captureLogs>

beforeAll(async () => {
  table = await startTable()
  aws = await startFakeAws(table.url)
})
afterAll(async () => {
  await aws.close()
  await table.close()
})
beforeEach(() => {
  restore = setEnvironment({ ...functionEnvironment(aws.url), MOTIA_STREAMS: table.name })
  logs = captureLogs()
})
afterEach(async () => {
  logs.release()
  restore()
  aws.answer = () => undefined
  aws.calls.length = 0
  await table.clear()
})

function newRun(): Run {
  return createRun({
    step: 'work',
    trigger: 'event',
    lambda: lambdaContext(),
    header: undefined,
    traceId: 't',
    parentId: 'p',
    hop: 0,
  })
}

const stream = () => createStreams(newRun())['todo']!

async function subscribe(room: string, connectionId: string, subscriptionId = 's'): Promise<void> {
  await table.put({ group: room, key: `subscription:${connectionId}:${subscriptionId}`, value: { connectionId } })
}

/** What each connection was posted, without its time. */
function told(): { to: string; message: Record<string, unknown> }[] {
  return aws.calls
    .filter(({ service, status }) => service === 'execute-api' && status === 200)
    .map(({ input }) => {
      const { timestamp, ...message } = JSON.parse(String(input['Data']))
      expect(timestamp).toBeCloseTo(Date.now(), -4)
      return { to: String(input['ConnectionId']), message }
    })
}

test('set, get, getGroup and delete', async () => {
  expect(await stream().get('inbox', '1')).toBeNull()
  expect(await stream().set('inbox', '1', { title: 'a' })).toEqual({ id: '1', title: 'a' })
  expect(await stream().set('inbox', '1', { title: 'b' })).toEqual({ id: '1', title: 'b' })
  expect(await stream().get('inbox', '1')).toEqual({ id: '1', title: 'b' })
  expect(await stream().getGroup('inbox')).toEqual([{ id: '1', title: 'b' }])
  expect(await stream().delete('inbox', '1')).toEqual({ id: '1', title: 'b' })
  expect(await stream().delete('inbox', '1')).toBeNull()
  expect(await stream().getGroup('inbox')).toEqual([])
})
