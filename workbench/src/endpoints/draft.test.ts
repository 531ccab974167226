import { describe, expect, test } from 'vitest'
import type { ApiTrigger } from '../../../lib/steps/model.ts'
import { curlOf, draftOf, requestOf } from './draft.ts'

const route = (path: string, method: ApiTrigger['method'] = 'GET'): ApiTrigger => ({ type: 'api', method, path })

describe('a request', () => {
  test('fills in path parameters and leaves out empty query values', () => {
    const trigger = { ...route('/orders/:id/lines/:line'), queryParams: [{ name: 'include' }, { name: 'page' }] }
    const draft = draftOf(trigger, new Map([['id', 'a/b']]))
    const filled = { ...draft, path: draft.path.map((pair) => ({ ...pair, value: pair.value || '2' })) }
    const query = [{ name: 'include', value: 'risk & more' }, ...draft.query.slice(1)]
    expect(requestOf(trigger, { ...filled, query })).toEqual({
      method: 'GET',
      path: '/orders/a%2Fb/lines/2?include=risk+%26+more',
      headers: {},
    })
  })

  test('of a GET has no body, of a POST an example', () => {
    const bodySchema = { type: 'object', properties: { title: { type: 'string' } } }
    expect(draftOf({ ...route('/x'), bodySchema }, new Map()).body).toBe('')
    expect(JSON.parse(draftOf({ ...route('/x', 'POST'), bodySchema }, new Map()).body)).toEqual({
      title: 'A short title',
    })
  })

  test('as curl survives quotes', () => {
    const request = {
      method: 'POST',
      path: '/x',
      headers: { 'content-type': 'application/json' },
      body: `{"a":"it's"}`,
    }
    expect(curlOf('http://localhost:3000', request)).toBe(
      `curl -X POST 'http://localhost:3000/x' \\\n  -H 'content-type: application/json' \\\n  --data-raw '{"a":"it'\\''s"}'`,
    )
  })
})
