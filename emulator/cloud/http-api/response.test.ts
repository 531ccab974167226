import { expect, it } from 'vitest'
import { readResponse } from './response.ts'

const read = (result: unknown) => readResponse(Buffer.from(JSON.stringify(result)))

it.each([
  [
    'an object without statusCode is JSON',
    { id: 1 },
    { status: 200, headers: { 'content-type': 'application/json' }, body: '{"id":1}' },
  ],
  [
    'a string without statusCode is the body',
    'hello',
    { status: 200, headers: { 'content-type': 'application/json' }, body: 'hello' },
  ],
  ['null is JSON', null, { status: 200, headers: { 'content-type': 'application/json' }, body: 'null' }],
  [
    'text is plain text',
    { statusCode: 201, body: 'made' },
    { status: 201, headers: { 'content-type': 'text/plain;charset=UTF-8' }, body: 'made' },
  ],
  [
    'headers are taken in lower case',
    { statusCode: 200, headers: { 'X-A': 1, 'Content-Type': 'a/b' }, body: 'x' },
    { status: 200, headers: { 'x-a': '1', 'content-type': 'a/b' }, body: 'x' },
  ],
  [
    'cookies are a list of headers',
    { statusCode: 204, cookies: ['a=1', 'b=2'] },
    { status: 204, headers: { 'set-cookie': ['a=1', 'b=2'] }, body: '' },
  ],
  [
    'Base64 is decoded',
    { statusCode: 200, headers: { 'content-type': 'image/png' }, body: 'AAE=', isBase64Encoded: true },
    { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from([0, 1]) },
  ],
])('%s', (_, result, expected) => expect(read(result)).toEqual(expected))

it.each([
  [{ statusCode: 'abc' }],
  [{ statusCode: 99 }],
  [{ statusCode: 200, body: { a: 1 } }],
  [{ statusCode: 200, headers: { 'x-a': 'b\r\nx-c: d' } }],
  [{ statusCode: 200, headers: { 'x a': 'b' } }],
  [{ statusCode: 200, cookies: ['a=\n'] }],
])('%j breaks the rules', (result) => expect(read(result)).toBeUndefined())

it('what is no JSON breaks the rules', () => expect(readResponse(Buffer.from('{'))).toBeUndefined())
