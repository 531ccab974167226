import { afterEach, beforeEach, expect, test } from 'vitest'
import { functionEnvironment, setEnvironment } from '../testing/environment.ts'
import { awsError, type FakeAws, startFakeAws } from '../testing/fake-aws.ts'
import { AwsError } from './error.ts'
import { callFor } from './index.ts'

let aws: FakeAws
let restore: () => void

beforeEach(async () => {
  aws = await startFakeAws()
  restore = setEnvironment(functionEnvironment(aws.url))
})
afterEach(async () => {
  restore()
  await aws.close()
})

const soon = () => Date.now() + 10_000
const get = (deadline = soon()) =>
  callFor({ deadline, traceHeader: 'Root=1-2-3' }, 'dynamodb', 'GetItem', {
    TableName: 't',
    Key: { group: { S: 'a' } },
  })

test('sends the operation, the trace header and a signature', async () => {
  aws.answer = () => ({ status: 200, body: '{"Item":{"a":{"S":"x"}}}' })
  await expect(get()).resolves.toEqual({ Item: { a: { S: 'x' } } })
  expect(aws.calls).toMatchObject([
    {
      service: 'dynamodb',
      action: 'GetItem',
      input: { TableName: 't', Key: { group: { S: 'a' } } },
      headers: {
        'x-amzn-trace-id': 'Root=1-2-3',
        authorization: expect.stringContaining('/eu-north-1/dynamodb/aws4_request'),
      },
    },
  ])
})

test.each([
  ['throttling', () => awsError('ProvisionedThroughputExceededException')],
  ['a server error', () => awsError('InternalServerError', 500)],
  ['a proxy page', () => ({ status: 503, body: '<html>' })],
  ['a broken connection', () => 'reset' as const],
])('tries again after %s', async (_, failure) => {
  let failures = 2
  aws.answer = () => (failures-- > 0 ? failure() : undefined)
  await expect(get()).resolves.toEqual({})
  expect(aws.calls).toHaveLength(3)
})

test('a refusal is final and says who refused what', async () => {
  aws.answer = () => awsError('AccessDeniedException')
  const error = await get().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(AwsError)
  expect(error).toMatchObject({
    code: 'AccessDeniedException',
    service: 'dynamodb',
    operation: 'GetItem',
    status: 400,
    requestId: 'fake',
    attempts: 1,
    message: 'dynamodb GetItem failed: AccessDeniedException: because of AccessDeniedException',
  })
})

test('gives up after five attempts', async () => {
  aws.answer = () => awsError('ThrottlingException')
  await expect(get()).rejects.toMatchObject({ code: 'ThrottlingException', attempts: 5 })
})

test('no attempt goes on beyond the deadline', async () => {
  aws.answer = () => awsError('ThrottlingException')
  const start = Date.now()
  await expect(get(start + 150)).rejects.toMatchObject({ code: 'ThrottlingException' })
  expect(Date.now() - start).toBeLessThan(1000)
})

test('a connection that was closed while it lay idle costs no attempt', async () => {
  await get()
  aws.answer = (call) => (aws.calls.indexOf(call) === 1 ? 'reset' : undefined)
  await get()
  expect(aws.calls).toHaveLength(3)
})

test('an address nobody listens at is an AwsError with the code of the network', async () => {
  const back = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' })
  await expect(get(Date.now() + 300)).rejects.toMatchObject({ name: 'AwsError', code: 'ECONNREFUSED' })
  back()
})

test('without credentials says what is missing', async () => {
  const back = setEnvironment({ AWS_ACCESS_KEY_ID: undefined })
  await expect(get()).rejects.toThrow('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set')
  back()
})

test('SNS: lists become members, failed entries come back, errors are read from XML', async () => {
  aws.answer = () => ({
    status: 200,
    body: `<PublishBatchResponse><PublishBatchResult>
      <Successful><member><Id>0</Id><MessageId>m-0</MessageId></member></Successful>
      <Failed><member><Id>1</Id><Code>InternalError</Code><Message>a &lt;b&gt; &amp; &#x2713;</Message><SenderFault>false</SenderFault></member></Failed>
    </PublishBatchResult></PublishBatchResponse>`,
  })
  const publish = () =>
    callFor({ deadline: soon() }, 'sns', 'PublishBatch', {
      TopicArn: 'arn',
      PublishBatchRequestEntries: [
        { Id: '0', Message: 'a=b&c' },
        { Id: '1', Message: 'ä', MessageGroupId: 'g' },
      ],
    })
  await expect(publish()).resolves.toEqual({
    Successful: [{ Id: '0', MessageId: 'm-0' }],
    Failed: [{ Id: '1', Code: 'InternalError', Message: 'a <b> & ✓', SenderFault: false }],
  })
  expect(aws.calls[0]?.input).toEqual({
    Action: 'PublishBatch',
    Version: '2010-03-31',
    TopicArn: 'arn',
    'PublishBatchRequestEntries.member.1.Id': '0',
    'PublishBatchRequestEntries.member.1.Message': 'a=b&c',
    'PublishBatchRequestEntries.member.2.Id': '1',
    'PublishBatchRequestEntries.member.2.Message': 'ä',
    'PublishBatchRequestEntries.member.2.MessageGroupId': 'g',
  })
  aws.answer = () => ({
    status: 404,
    body: '<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>Topic does not exist</Message></Error></ErrorResponse>',
  })
  await expect(publish()).rejects.toMatchObject({
    code: 'NotFound',
    message: expect.stringContaining('Topic does not exist'),
  })
})
