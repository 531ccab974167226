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
