import { expect, test } from 'vitest'
import { readLetter } from './letter.ts'

const attributes = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, StringValue]) => [name, { DataType: 'String' as const, StringValue }]),
  )

test("a run that Lambda gave up says why by itself, and its request's id finds its logs", () => {
  const body = {
    version: '1.0',
    timestamp: '2026-11-22T09:00:00.000Z',
    requestContext: { requestId: 'r-1', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    responsePayload: {
      errorType: 'TypeError',
      errorMessage: 'dark',
      trace: ['TypeError: dark', '    at Object.handler (/var/task/steps/night.step.ts:2:13)'],
    },
  }
  expect(readLetter({ MessageId: 'm', Body: JSON.stringify(body) }, false)).toMatchObject({
    traceId: null,
    mark: 'r-1',
    failure: {
      reason: 'TypeError: dark',
      frame: 'steps/night.step.ts:2:13, in Object.handler',
      failedAt: '2026-11-22T09:00:00.000Z',
      attempt: 3,
    },
  })
})

test('a schedule that could not reach its function says so, and there are no logs', () => {
  const MessageAttributes = attributes({ ERROR_CODE: 'AccessDenied', ERROR_MESSAGE: 'no', SCHEDULE_ARN: 'arn' })
  expect(readLetter({ MessageId: 'm', Body: '{}', MessageAttributes }, false)).toMatchObject({
    mark: null,
    failure: { reason: 'AccessDenied: no' },
  })
})

test.each([
  ['text', 'no JSON', { messageId: 'm', mark: 'm', traceId: null, topic: null }],
  ['null', 'null', { messageId: 'm', mark: 'm' }],
  [
    'an event of a bus',
    '{"id":"e","source":"aws.s3","detail-type":"Object Created","detail":{"key":"k"}}',
    { messageId: 'e', mark: 'e', topic: 'Object Created' },
  ],
  [
    'an envelope that came over a bus',
    '{"id":"e","source":"app","detail-type":"paid","detail":{"v":1,"id":"a","topic":"paid","traceId":"1-x"}}',
    { messageId: 'a', mark: '1-x', traceId: '1-x', topic: 'paid' },
  ],
])('what its log lines call a message: %s', (_, Body, expected) => {
  expect(readLetter({ MessageId: 'm', Body }, false)).toMatchObject({ ...expected, failure: undefined })
})

test('a message without an envelope is of the trace that it was sent in', () => {
  const Attributes = { AWSTraceHeader: 'Root=1-x;Parent=y;Sampled=1' }
  expect(readLetter({ MessageId: 'm', Body: '{}', Attributes }, false)).toMatchObject({ traceId: '1-x', mark: '1-x' })
})

test("a FIFO queue forgets when a message was sent; the envelope's time is asked", () => {
  const message = {
    MessageId: 'm',
    Body: '{"v":1,"id":"a","topic":"paid","time":"2026-11-22T09:00:00.000Z"}',
    Attributes: { SentTimestamp: String(Date.parse('2026-11-22T10:00:00Z')) },
  }
  expect(readLetter(message, true).since).toBe(Date.parse('2026-11-22T09:00:00Z'))
  expect(readLetter(message, false).since).toBe(Date.parse('2026-11-22T10:00:00Z'))
  expect(readLetter({ ...message, Body: 'text' }, true).since).toBe(0)
})
