import { expect, it } from 'vitest'
import { problemsOf } from './check.ts'

const start_time = 1478293361.271
const end_time = 1478293361.449
const trace_id = '1-581cf771-a006649127e371903a2de979'
const segment = { name: 'example.com', id: '70de5b6f19ff9a0a', start_time, trace_id, end_time }
const subsegment = {
  name: 'api.example.com',
  id: '53995c3f42cd8ad8',
  start_time,
  end_time,
  type: 'subsegment',
  trace_id,
  parent_id: 'defdfd9912dc5a56',
}
const { end_time: _, ...begun } = segment
const exception = {
  id: '70de5b6f19ff9a0c',
  type: 'Error',
  message: 'no',
  stack: [{ path: 'a.ts', line: 1, label: 'f' }],
}
const failed = (more: object) => ({ ...subsegment, fault: true, cause: { exceptions: [{ ...exception, ...more }] } })

it.each<[string, object]>([
  ['a minimal segment', segment],
  ['a segment in progress', { ...begun, in_progress: true }],
  [
    'an independent subsegment',
    {
      ...subsegment,
      namespace: 'remote',
      http: {
        request: { url: 'https://api.example.com/health', method: 'POST', traced: true },
        response: { status: 200, content_length: 861 },
      },
    },
  ],
  [
    'a segment with an embedded subsegment',
    {
      ...segment,
      subsegments: [
        {
          id: '0f910026178b71eb',
          name: 'DynamoDB',
          start_time,
          end_time,
          namespace: 'aws',
          http: { response: { content_length: 58, status: 200 } },
          aws: { table_name: 'users', operation: 'UpdateItem', request_id: 'UBQNSO5AEM8T4FDA4RQDEB94OV' },
        },
      ],
    },
  ],
  ['annotations', { ...segment, annotations: { customer_category: 124, country: 'United States', internal: false } }],
  ['a cause', failed({ remote: true, truncated: 2, skipped: 0, cause: '70de5b6f19ff9a0d' })],
  ["a cause that is an exception's id", { ...subsegment, error: true, cause: '70de5b6f19ff9a0c' }],
])('%s as documented is accepted', (_, document) => expect(problemsOf(document)).toEqual([]))

it.each<[string, object]>([
  ['no end', begun],
  ['an end and in progress', { ...segment, in_progress: true }],
  ['an end before the start', { ...segment, end_time: start_time - 1 }],
  ['milliseconds as text', { ...segment, start_time: '1478293361271' }],
  ['an id of 15 digits', { ...segment, id: '70de5b6f19ff9a0' }],
  ['an id in capitals', { ...segment, id: '70DE5B6F19FF9A0A' }],
  ['a trace id without version', { ...segment, trace_id: '581cf771-a006649127e371903a2de979' }],
  ['a name with <', { ...segment, name: 'a<b' }],
  ['a name of 201 characters', { ...segment, name: 'a'.repeat(201) }],
  ['no name', { ...segment, name: '' }],
  ['a subsegment without parent', { ...subsegment, parent_id: undefined }],
  ['a subsegment without trace', { ...subsegment, trace_id: undefined }],
  ['a type that is none', { ...subsegment, type: 'segment' }],
  ['an annotation with a hyphen', { ...segment, annotations: { 'a-b': 1 } }],
  ['an annotation that is a list', { ...segment, annotations: { a: [1] } }],
  ['an annotation of 1,001 characters', { ...segment, annotations: { a: 'a'.repeat(1001) } }],
  [
    '51 annotations',
    { ...segment, annotations: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`a${n}`, n])) },
  ],
  ['an exception without id', failed({ id: undefined })],
  ['a stack of texts', failed({ stack: ['at f (a.ts:1)'] })],
  ['a frame with a column', failed({ stack: [{ path: 'a.ts', line: 1, column: 2, label: 'f' }] })],
  ['a line that is a text', failed({ stack: [{ path: 'a.ts', line: '1' }] })],
  ['a status that is a text', { ...segment, http: { response: { status: '200' } } }],
  ['more than 64 kB', { ...segment, metadata: { a: 'a'.repeat(64 * 1024) } }],
  ['a field that X-Ray does not know', { ...segment, parentId: 'defdfd9912dc5a56' }],
])('%s is refused', (_, document) => expect(problemsOf(JSON.parse(JSON.stringify(document)))).not.toEqual([]))
