/** How a call looks on the wire: AWS JSON but for SNS, which speaks the older Query protocol, and API Gateway's REST. */
import type { HttpAnswer } from './http.ts'
import type { InputOf, ServiceName } from './operations.ts'
import { queryBody, queryError, queryResult } from './query-protocol.ts'

interface Wire {
  /** Below the endpoint, without a slash at its beginning; empty where absent. */
  readonly path?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Protocol {
  request(operation: string, input: object): Wire
  result(operation: string, answer: HttpAnswer): unknown
  error(answer: HttpAnswer): { readonly code: string; readonly message: string }
}

/** https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
function awsJson(version: '1.0' | '1.1', target: string): Protocol {
  return {
    request: (operation, input) => ({
      headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` },
      body: JSON.stringify(input),
    }),
    result: (_, { body }) => (body ? JSON.parse(body) : {}),
    error: jsonError,
  }
}

function jsonError({ body, headers, status }: HttpAnswer): { readonly code: string; readonly message: string } {
  let parsed: { __type?: unknown; code?: unknown; message?: unknown; Message?: unknown } = {}
  try {
    parsed = JSON.parse(body) ?? {}
  } catch {
    // A proxy's page, or nothing: the status says what there is to say.
  }
  const type = String(parsed.__type ?? parsed.code ?? headers['x-amzn-errortype'] ?? `HTTP ${status}`)
  return {
    // `com.amazonaws.sqs#QueueDoesNotExist:http://...`
    code: type.slice(type.indexOf('#') + 1).split(':')[0]!,
    message: String(parsed.message ?? parsed.Message ?? body.slice(0, 200)),
  }
}

export const protocols: Readonly<Record<ServiceName, Protocol>> = {
  sqs: awsJson('1.0', 'AmazonSQS'),
  dynamodb: awsJson('1.0', 'DynamoDB_20120810'),
  events: awsJson('1.1', 'AWSEvents'),
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
  'execute-api': {
    request: (_, input) => {
      const { ConnectionId, Data } = input as InputOf<'execute-api', 'PostToConnection'>
      return {
        path: `@connections/${encodeURIComponent(ConnectionId)}`,
        headers: { 'content-type': 'application/octet-stream' },
        body: Data,
      }
    },
    result: () => ({}),
    error: jsonError,
  },
  sns: {
    request: (operation, input) => ({
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: queryBody(operation, '2010-03-31', input),
    }),
    result: (_, { body }) => queryResult(body),
    error: queryError,
  },
}
