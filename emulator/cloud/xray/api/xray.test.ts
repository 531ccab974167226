import {
  BatchGetTracesCommand,
  GetServiceGraphCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
  paginateGetTraceSummaries,
  XRayClient,
} from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Services } from '../../../ports.ts'
import { asRole, clientOptions } from '../../../services/fixture.ts'
import { realClock, startServices } from '../../../services/index.ts'
import { createDocumentStore, xrayApi } from './index.ts'

let services: Services
let client: XRayClient
const now = Math.floor(Date.now() / 1000)
const traceId = (seconds: number, n = 0) => `1-${seconds.toString(16)}-${n.toString(16).padStart(24, '0')}`
const range = (from: number, to: number) => ({ StartTime: new Date(from * 1000), EndTime: new Date(to * 1000) })
const put = (...documents: readonly object[]) =>
  client.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: documents.map((each) => JSON.stringify(each)) }))

const trace_id = traceId(now)
const root = {
  name: 'shop',
  id: '1111111111111111',
  trace_id,
  start_time: now,
  end_time: now + 1.5,
  origin: 'AWS::Lambda',
  http: { request: { method: 'GET', url: 'http://shop/' }, response: { status: 500 } },
  fault: true,
}
const callee = {
  name: 'pay',
  id: '2222222222222222',
  trace_id,
  parent_id: root.id,
  start_time: now + 0.1,
  end_time: now + 3,
  annotations: { step: 'pay', amount: 12.5, paid: false },
}
const alone = {
  type: 'subsegment',
  name: 'state.get',
  id: '3333333333333333',
  trace_id,
  parent_id: callee.id,
  start_time: now + 0.2,
  end_time: now + 0.3,
  annotations: { step: 'state' },
}

beforeAll(async () => {
  services = await startServices({ clock: realClock() })
  const store = createDocumentStore(() => undefined)
  services.addApi(xrayApi(services, store, store.add))
  client = new XRayClient(clientOptions(services))
  expect(await put(root, alone, callee)).toMatchObject({ UnprocessedTraceSegments: [] })
})
afterAll(async () => {
  client.destroy()
  await services.stop()
})

describe('a trace', () => {
  it('is summed up', async () => {
    const { TraceSummaries, TracesProcessedCount } = await client.send(
      new GetTraceSummariesCommand({ ...range(now - 10, now + 10), FilterExpression: 'annotation[amount] > 12' }),
    )
    expect(TracesProcessedCount).toBe(1)
    const pay = { Name: 'pay', Names: ['pay'], AccountId: '000000000000' }
    expect(TraceSummaries).toMatchObject([
      {
        Id: trace_id,
        StartTime: new Date(now * 1000),
        Duration: 3,
        ResponseTime: 1.5,
        HasFault: true,
        HasError: false,
        HasThrottle: false,
        IsPartial: false,
        Http: { HttpMethod: 'GET', HttpStatus: 500, HttpURL: 'http://shop/' },
        Annotations: {
          step: [
            { AnnotationValue: { StringValue: 'pay' }, ServiceIds: [pay] },
            { AnnotationValue: { StringValue: 'state' }, ServiceIds: [pay] },
          ],
          amount: [{ AnnotationValue: { NumberValue: 12.5 } }],
          paid: [{ AnnotationValue: { BooleanValue: false } }],
        },
        ServiceIds: [{ Name: 'shop', Type: 'AWS::Lambda' }, pay],
        EntryPoint: { Name: 'shop', Type: 'AWS::Lambda' },
        Revision: 3,
      },
    ])
  })

  it('is given whole, with what came by itself in its place', async () => {
    const { Traces, UnprocessedTraceIds } = await client.send(
      new BatchGetTracesCommand({ TraceIds: [trace_id, traceId(1)] }),
    )
    expect(UnprocessedTraceIds).toEqual([traceId(1)])
    expect(Traces).toMatchObject([{ Id: trace_id, Duration: 3, LimitExceeded: false }])
    expect(Traces![0]!.Segments!.map(({ Id, Document }) => ({ Id, document: JSON.parse(Document!) }))).toEqual([
      { Id: root.id, document: root },
      { Id: callee.id, document: { ...callee, subsegments: [alone] } },
    ])
  })

  it('that goes on is partial', async () => {
    const id = traceId(now - 100)
    const { end_time: _, ...going } = { ...root, id: '4444444444444444', trace_id: id, start_time: now - 100 }
    await put({ ...going, in_progress: true })
    const find = async () =>
      (await client.send(new GetTraceSummariesCommand({ ...range(now - 101, now - 99), FilterExpression: 'partial' })))
        .TraceSummaries
    expect(await find()).toMatchObject([{ Id: id, IsPartial: true }])
    await put({ ...going, end_time: now - 99 })
    expect(await find()).toEqual([])
  })

  it('is found by the time of its id, or of what happened in it', async () => {
    const count = async (from: number, to: number, TimeRangeType: 'TraceId' | 'Event') =>
      (await client.send(new GetTraceSummariesCommand({ ...range(from, to), TimeRangeType }))).TraceSummaries!.length
    expect(await count(now, now + 0.5, 'TraceId')).toBe(1)
    expect(await count(now + 2, now + 4, 'TraceId')).toBe(0)
    expect(await count(now + 2, now + 4, 'Event')).toBe(1)
  })
})

it('many are given in pages', async () => {
  const from = now - 5000
  for (let first = 0; first < 250; first += 50)
    await put(
      ...Array.from({ length: 50 }, (_, n) => ({ ...root, trace_id: traceId(from, first + n), start_time: from })),
    )
  const pages: number[] = []
  const ids = new Set<string>()
  for await (const { TraceSummaries } of paginateGetTraceSummaries({ client }, range(from - 1, from + 1))) {
    pages.push(TraceSummaries!.length)
    for (const { Id } of TraceSummaries!) ids.add(Id!)
  }
  expect({ pages, ids: ids.size }).toEqual({ pages: [100, 100, 50], ids: 250 })
})

it.each([
  ['a range of more than six hours', new GetTraceSummariesCommand(range(now - 7 * 3600, now)), /6 hours/],
  ['a range that ends before it begins', new GetTraceSummariesCommand(range(now, now - 1)), /before/],
  [
    'what it does not know of the filter language',
    new GetTraceSummariesCommand({ ...range(now - 1, now), FilterExpression: 'service("a")' }),
    /has no service in filter expressions; it has ok, /,
  ],
  ['more than five traces', new BatchGetTracesCommand({ TraceIds: Array(6).fill(trace_id) }), /1 to 5/],
])('%s is refused', async (_, command, message) => {
  await expect(client.send(command as GetTraceSummariesCommand)).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: expect.stringMatching(message),
  })
})

it('what is no segment is named, and harms nothing', async () => {
  const texts = ['not json', '{"id":"5","name":"x"}', '{"trace_id":"1-1-1","name":1,"id":"6","start_time":1}']
  const { UnprocessedTraceSegments: refused } = await client.send(
    new PutTraceSegmentsCommand({ TraceSegmentDocuments: texts }),
  )
  expect(refused?.map(({ Id, ErrorCode }) => [Id, ErrorCode])).toEqual([
    [undefined, 'ParseError'],
    ['5', 'ParseError'],
    ['6', 'ParseError'],
  ])
})

it('other actions are refused by name', async () => {
  await expect(client.send(new GetServiceGraphCommand(range(now - 1, now)))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message:
      "the emulator's xray has no POST /ServiceGraph; it has GetTraceSummaries, BatchGetTraces, PutTraceSegments",
  })
})

it('a function may do what its role allows', async () => {
  const own = new XRayClient(asRole(services, [{ Effect: 'Allow', Action: 'xray:Put*', Resource: '*' }]))
  await own.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: [] }))
  await expect(own.send(new GetTraceSummariesCommand(range(now - 1, now)))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('xray:GetTraceSummaries'),
  })
  own.destroy()
})
