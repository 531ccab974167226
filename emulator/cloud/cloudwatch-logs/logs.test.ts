import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Services } from '../../ports.ts'
import { asRole, clientOptions } from '../../services/fixture.ts'
import { realClock, startServices } from '../../services/index.ts'
import { nothingDeployed } from '../deploy/index.ts'
import { createLogStore, logsApi } from './index.ts'

const group = '/aws/lambda/pay'
const start = 1_700_000_000_000
let services: Services
let client: CloudWatchLogsClient

beforeAll(async () => {
  services = await startServices({ clock: realClock() })
  const store = createLogStore(services.context.clock)
  // Two processes write in turn, and one line arrives late.
  for (let n = 0; n < 20; n += 1)
    store.add({
      group,
      stream: `s${n % 2}`,
      timestamp: start + n * 1000,
      text: `line ${n}${n % 5 === 0 ? ' ERROR' : ''}`,
    })
  store.add({ group, stream: 's0', timestamp: start + 500, text: 'late\rwith two lines' })
  store.add({ group: 'other', stream: 'x', timestamp: start, text: 'elsewhere' })
  services.addApi(logsApi(services.context, () => nothingDeployed, store))
  client = new CloudWatchLogsClient(clientOptions(services))
})
afterAll(async () => {
  client.destroy()
  await services.stop()
})

const filter = async (input: Partial<FilterLogEventsCommand['input']>) => {
  const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: group, ...input }))
  return events!.map(({ message }) => message)
}

describe('FilterLogEvents', () => {
  it('gives the lines of all streams by time', async () => {
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: group, endTime: start + 1000 }))
    expect(events).toMatchObject([
      { message: 'line 0 ERROR', logStreamName: 's0', timestamp: start, ingestionTime: expect.any(Number) },
      { message: 'late\nwith two lines', logStreamName: 's0', timestamp: start + 500 },
      { message: 'line 1', logStreamName: 's1', timestamp: start + 1000 },
    ])
    expect(new Set(events!.map(({ eventId }) => eventId)).size).toBe(3)
  })

  it.each([
    [{ startTime: start + 18_000 }, ['line 18', 'line 19']],
    [{ filterPattern: '"ERROR"' }, ['line 0 ERROR', 'line 5 ERROR', 'line 10 ERROR', 'line 15 ERROR']],
    [{ filterPattern: 'ERROR -10', startTime: start + 6000 }, ['line 15 ERROR']],
    [{ logStreamNames: ['s1'], startTime: start + 17_000 }, ['line 17', 'line 19']],
    [{ logStreamNamePrefix: 's1', startTime: start + 19_000 }, ['line 19']],
    [{ startTime: start + 99_000 }, []],
  ])('%o', async (input, expected) => {
    expect(await filter(input)).toEqual(expected)
  })

  it('gives them in pages', async () => {
    const pages: (string | undefined)[][] = []
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName: group, limit: 8 }))
      pages.push(page.events!.map(({ message }) => message))
    expect(pages.map(({ length }) => length)).toEqual([8, 8, 5])
    expect(pages.flat()).toEqual(await filter({}))
  })
})

it('GetLogEvents goes both ways, and ends where it began', async () => {
  const get = (nextToken?: string, startFromHead = false) =>
    client.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: 's1', limit: 4, nextToken, startFromHead }),
    )
  const texts = (page: Awaited<ReturnType<typeof get>>) => page.events!.map(({ message }) => message)
  const last = await get()
  expect(texts(last)).toEqual(['line 13', 'line 15 ERROR', 'line 17', 'line 19'])
  const before = await get(last.nextBackwardToken)
  expect(texts(before)).toEqual(['line 5 ERROR', 'line 7', 'line 9', 'line 11'])
  expect(texts(await get(before.nextForwardToken))).toEqual(texts(last))
  const end = await get(last.nextForwardToken)
  expect(end).toMatchObject({ events: [], nextForwardToken: last.nextForwardToken })
  expect(texts(await get(undefined, true))).toEqual(['line 1', 'line 3', 'line 5 ERROR', 'line 7'])
})

it('groups and streams are described', async () => {
  const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws' }))
  expect(logGroups).toMatchObject([
    { logGroupName: group, arn: `arn:aws:logs:us-east-1:000000000000:log-group:${group}:*` },
  ])
  const first = await client.send(new DescribeLogGroupsCommand({ limit: 1 }))
  expect(first.logGroups).toMatchObject([{ logGroupName: group }])
  const second = await client.send(new DescribeLogGroupsCommand({ limit: 1, nextToken: first.nextToken }))
  expect(second).toMatchObject({ logGroups: [{ logGroupName: 'other' }] })
  expect(second.nextToken).toBeUndefined()
  const { logStreams } = await client.send(
    new DescribeLogStreamsCommand({ logGroupName: group, orderBy: 'LastEventTime', descending: true }),
  )
  expect(logStreams).toMatchObject([
    { logStreamName: 's1', firstEventTimestamp: start + 1000, lastEventTimestamp: start + 19_000 },
    { logStreamName: 's0', firstEventTimestamp: start, lastEventTimestamp: start + 18_000 },
  ])
})

it.each([
  [new FilterLogEventsCommand({ logGroupName: 'none' }), 'ResourceNotFoundException'],
  [new GetLogEventsCommand({ logGroupName: group, logStreamName: 'none' }), 'ResourceNotFoundException'],
  [new FilterLogEventsCommand({ logGroupName: group, filterPattern: '{ $.a = 1 }' }), 'InvalidParameterException'],
  [new FilterLogEventsCommand({ logGroupName: group, nextToken: 'x' }), 'InvalidParameterException'],
  [new FilterLogEventsCommand({ logGroupName: group, limit: 0 }), 'InvalidParameterException'],
  [new FilterLogEventsCommand({}), 'InvalidParameterException'],
  [
    new PutLogEventsCommand({ logGroupName: group, logStreamName: 's0', logEvents: [{ timestamp: 1, message: 'x' }] }),
    'UnknownOperationException',
  ],
])('refuses in the words of AWS: %#', async (command, name) => {
  await expect(client.send(command as FilterLogEventsCommand)).rejects.toMatchObject({ name })
})

it('a function reads what its role allows', async () => {
  const arn = `arn:aws:logs:us-east-1:000000000000:log-group:${group}:*`
  const own = new CloudWatchLogsClient(
    asRole(services, [{ Effect: 'Allow', Action: 'logs:FilterLogEvents', Resource: arn }]),
  )
  await own.send(new FilterLogEventsCommand({ logGroupName: group }))
  await expect(own.send(new FilterLogEventsCommand({ logGroupName: 'other' }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
  own.destroy()
})
