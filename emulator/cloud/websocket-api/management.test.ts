import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Emulator, startEmulator } from '../../index.ts'
import { functionResources, merge, webSocketResources, writeAssembly } from '../fixture.ts'
import { connect } from './fixture.ts'

const repository = new URL('../../../', import.meta.url).href

/** Sends to a connection as a Step does, with the credentials of its role. */
const pusher = `
import { createRequire } from 'node:module'
const require = createRequire(${JSON.stringify(repository)})
const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require('@aws-sdk/client-apigatewaymanagementapi')
export const handler = async ({ id, endpoint, data = '{}' }) => {
  const client = new ApiGatewayManagementApiClient(endpoint ? { endpoint: process.env[endpoint] } : {})
  await client.send(new PostToConnectionCommand({ ConnectionId: id, Data: data }))
  return process.env.ENDPOINT
}`

const connections = (fn: string, resource: string) =>
  functionResources(fn, {
    code: pusher,
    properties: {
      Timeout: 10,
      Environment: {
        Variables: {
          ENDPOINT: { 'Fn::Sub': 'https://${WebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live' },
          OTHER: { 'Fn::Sub': 'https://${OtherApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live' },
        },
      },
    },
    statements: [
      {
        Effect: 'Allow',
        Action: 'execute-api:ManageConnections',
        Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:${resource}` },
      },
    ],
  })

let cloud: Emulator
let owner: ApiGatewayManagementApiClient
beforeAll(async () => {
  cloud = await startEmulator({
    assembly: writeAssembly(
      merge(
        functionResources('Gateway', {
          code: `export const handler = async (event) => {
            const { eventType, connectionId } = event.requestContext
            if (eventType === 'DISCONNECT') console.log(JSON.stringify(event.requestContext))
            if (event.queryStringParameters) {
              console.log('connecting ' + connectionId)
              await new Promise((resolve) => setTimeout(resolve, 500))
            }
            return { statusCode: 200, body: JSON.stringify({ id: connectionId }) }
          }`,
        }),
        webSocketResources({ $connect: 'Gateway', $disconnect: 'Gateway', who: 'Gateway' }, { responding: ['who'] }),
        webSocketResources({ who: 'Gateway' }, { id: 'OtherApi', responding: ['who'] }),
        connections('Step', '${WebSocketApi}/live/POST/@connections/*'),
        connections('Reader', '${WebSocketApi}/live/GET/@connections/*'),
      ),
    ),
  })
  owner = new ApiGatewayManagementApiClient({
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
})
afterAll(() => cloud.stop())

const established = async () => {
  const client = await connect(cloud.webSocketUrl!, { headers: { 'User-Agent': 'test' } })
  client.send({ type: 'who' })
  return { client, id: String((await client.next())['id']) }
}
const post = (ConnectionId: string, Data: string) => owner.send(new PostToConnectionCommand({ ConnectionId, Data }))

describe('@connections', () => {
  it('sends to a client, in order, messages of up to 128 KB', async () => {
    const { client, id } = await established()
    const large = JSON.stringify({ text: '☃'.repeat(43_600) })
    for (const data of ['{"n":1}', large, '{"n":2}']) await post(id, data)
    expect([await client.next(), await client.next(), await client.next()]).toEqual([
      { n: 1 },
      JSON.parse(large),
      { n: 2 },
    ])
    await expect(post(id, 'x'.repeat(131_073))).rejects.toMatchObject({
      name: 'PayloadTooLargeException',
      message: 'the message has 131073 bytes, and a WebSocket API takes at most 131072',
    })
  })

  it('describes a connection', async () => {
    const { client, id } = await established()
    const first = await owner.send(new GetConnectionCommand({ ConnectionId: id }))
    expect(first).toMatchObject({
      ConnectedAt: expect.any(Date),
      LastActiveAt: expect.any(Date),
      Identity: { SourceIp: '127.0.0.1', UserAgent: 'test' },
    })
    await cloud.advance({ minutes: 5 })
    await post(id, '{}')
    await client.next()
    const { LastActiveAt, ConnectedAt } = await owner.send(new GetConnectionCommand({ ConnectionId: id }))
    expect(ConnectedAt).toEqual(first.ConnectedAt)
    expect(LastActiveAt!.getTime() - ConnectedAt!.getTime()).toBeGreaterThanOrEqual(300_000)
  })

  it('ends a connection, whose $disconnect is told, and which is gone then', async () => {
    const { client, id } = await established()
    await owner.send(new DeleteConnectionCommand({ ConnectionId: id }))
    await expect(post(id, '{}')).rejects.toMatchObject({ name: 'GoneException', $metadata: { httpStatusCode: 410 } })
    expect(await client.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally' })
    await vi.waitFor(() =>
      expect(cloud.logs({ step: 'Gateway', text: id }).map(({ message }) => JSON.parse(message))).toMatchObject([
        { disconnectStatusCode: 1000, disconnectReason: 'Connection Closed Normally' },
      ]),
    )
    await expect(owner.send(new GetConnectionCommand({ ConnectionId: id }))).rejects.toMatchObject({
      name: 'GoneException',
    })
  })

  it('has no connection before its handshake is over, and none of an unknown id', async () => {
    const connecting = connect(`${cloud.webSocketUrl}?slow`)
    const [line] = await vi.waitFor(() => {
      const lines = cloud.logs({ text: 'connecting' })
      expect(lines).toHaveLength(1)
      return lines
    })
    const id = line!.message.split(' ')[1]!
    await expect(post(id, '{}')).rejects.toMatchObject({ name: 'GoneException' })
    const client = await connecting
    await post(id, '{"now":true}')
    expect(await client.next()).toEqual({ now: true })
    await expect(post('no such=', '{}')).rejects.toMatchObject({ name: 'GoneException' })
  })

  it('refuses another path and another method', async () => {
    const call = (method: string, path: string) =>
      fetch(`${cloud.endpoint}${path}`, {
        method,
        headers: {
          authorization:
            'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=00',
        },
      }).then(async (response) => [response.status, ((await response.json()) as { message: string }).message])
    const { id } = await established()
    expect(await call('PUT', `/@connections/${id}`)).toEqual([405, '@connections has no PUT: use POST, GET or DELETE'])
    expect(await call('POST', '/live/GET')).toEqual([404, 'there is no /live/GET here'])
  })
})

describe('a function', () => {
  it.each([undefined, 'ENDPOINT'])(
    'sends to the connections it may manage, the endpoint being %s',
    async (endpoint) => {
      const { client, id } = await established()
      const { error, payload } = await cloud.invoke('Step', { id, endpoint, data: '{"from":"step"}' })
      expect(error).toBeUndefined()
      expect(payload).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_aws\/execute-api\/[a-z0-9]{10}\/live$/)
      expect(await client.next()).toEqual({ from: 'step' })
    },
  )

  it('may not do more than its role says, and learns nothing of connections it may not manage', async () => {
    const { id } = await established()
    for (const connection of [id, 'gone='])
      expect((await cloud.invoke('Reader', { id: connection })).error).toMatchObject({
        errorType: 'AccessDeniedException',
        errorMessage: expect.stringMatching(
          /is not authorized to perform: execute-api:ManageConnections on resource: arn:aws:execute-api:us-east-1:000000000000:[a-z0-9]{10}\/live\/POST\/@connections\/[\w=-]+ .*\(step "Reader"\)$/,
        ),
      })
    expect((await cloud.invoke('Step', { id: 'gone=' })).error).toMatchObject({ errorType: 'GoneException' })
    expect((await cloud.invoke('Step', { id, endpoint: 'OTHER' })).error).toMatchObject({
      errorType: 'AccessDeniedException',
    })
  })
})
