import { expect, test } from 'vitest'
import { setEnvironment } from '../testing/environment.ts'
import { endpointOf, queueUrl } from './endpoint.ts'

test.each([
  [{ AWS_REGION: 'eu-north-1' }, 'https://sqs.eu-north-1.amazonaws.com', 'https://sqs.eu-north-1.amazonaws.com/1/q'],
  [{ AWS_REGION: 'cn-north-1' }, 'https://sqs.cn-north-1.amazonaws.com.cn', 'https://sqs.eu-north-1.amazonaws.com/1/q'],
  [
    { AWS_REGION: 'eu-north-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:1/' },
    'http://127.0.0.1:1',
    'http://127.0.0.1:1/1/q',
  ],
  [
    { AWS_REGION: 'eu-north-1', AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_SQS: 'http://b' },
    'http://b',
    'http://b/1/q',
  ],
])('%o', (variables, endpoint, url) => {
  const restore = setEnvironment({ AWS_ENDPOINT_URL: undefined, AWS_ENDPOINT_URL_SQS: undefined, ...variables })
  expect([endpointOf('sqs'), queueUrl('arn:aws:sqs:eu-north-1:1:q')]).toEqual([endpoint, url])
  restore()
})

test.each([
  [{}, 'https://abc.execute-api.eu-north-1.amazonaws.com/live'],
  [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1/' }, 'http://127.0.0.1:1/_aws/execute-api/abc/live'],
  [{ AWS_ENDPOINT_URL: 'http://a', MOTIA_STREAMS_ENDPOINT: 'http://a/of/its/own' }, 'http://a/of/its/own'],
  [{ AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: 'http://b' }, 'http://b'],
])('messages for clients of streams go to their API, or where %o says', (variables, endpoint) => {
  const restore = setEnvironment({
    AWS_ENDPOINT_URL: undefined,
    MOTIA_STREAMS_ENDPOINT: 'https://abc.execute-api.eu-north-1.amazonaws.com/live',
    AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: undefined,
    ...variables,
  })
  expect(endpointOf('execute-api')).toBe(endpoint)
  restore()
})

test('a Step that may tell no clients says so', () => {
  const restore = setEnvironment({ AWS_ENDPOINT_URL: undefined, MOTIA_STREAMS_ENDPOINT: undefined })
  expect(() => endpointOf('execute-api')).toThrow('environment variable MOTIA_STREAMS_ENDPOINT is not set')
  restore()
})
