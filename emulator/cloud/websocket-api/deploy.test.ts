import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Emulator, startEmulator } from '../../index.ts'
import {
  type AssemblySource,
  apiResources,
  functionResources,
  merge,
  webSocketResources,
  writeAssembly,
} from '../fixture.ts'
import { connect } from './fixture.ts'

let cloud: Emulator
afterEach(() => cloud?.stop())

const says = (text: string) =>
  functionResources('Gateway', {
    code: `export const handler = async () => ({ statusCode: 200, body: '{"says":"${text}"}' })`,
  })
const webSocket = (routes: Record<string, string> = { ask: 'Gateway' }) =>
  webSocketResources(routes, { responding: Object.keys(routes) })
const start = async (...parts: AssemblySource[]) => {
  cloud = await startEmulator({ assembly: writeAssembly(merge(...parts)) })
}
const deploy = (...parts: AssemblySource[]) => cloud.deploy(writeAssembly(merge(...parts)))

describe('a deployment', () => {
  it('of another version serves those who are connected', async () => {
    await start(says('one'), webSocket())
    const client = await connect(cloud.webSocketUrl!)
    client.send({ type: 'ask' })
    expect(await client.next()).toEqual({ says: 'one' })
    await deploy(says('two'), webSocket({ ask: 'Gateway', more: 'Gateway' }))
    for (const type of ['ask', 'more']) {
      client.send({ type })
      expect(await client.next()).toEqual({ says: 'two' })
    }
    await deploy(says('two'), webSocket({ more: 'Gateway' }))
    client.send({ type: 'ask' })
    expect(await client.next()).toEqual({
      message: 'Forbidden',
      connectionId: expect.any(String),
      requestId: expect.any(String),
    })
  })

  it('without the API ends its connections, and the port serves requests alone', async () => {
    const http = apiResources({ 'GET /x': 'Gateway' })
    await start(says('hello'), webSocket(), http)
    const { apiUrl, webSocketUrl } = cloud
    const client = await connect(webSocketUrl!)
    await deploy(says('hello'), http)
    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' })
    expect(cloud.webSocketUrl).toBeUndefined()
    expect(cloud.apiUrl).toBe(apiUrl)
    expect(await (await fetch(`${apiUrl}/x`)).json()).toEqual({ says: 'hello' })
    await deploy(says('hello'), http, webSocket())
    expect(cloud.webSocketUrl).toBe(webSocketUrl)
    await connect(webSocketUrl!)
  })

  it('without an HTTP API has a port, which takes no other requests', async () => {
    await start(says('hello'), webSocket())
    const response = await fetch(cloud.webSocketUrl!.replace('ws:', 'http:'))
    expect(response.status).toBe(426)
    await connect(cloud.webSocketUrl!)
  })

  it('of two WebSocket APIs gives each a port', async () => {
    const outputs = { Other: { Value: { 'Fn::GetAtt': ['Other', 'ApiEndpoint'] } } }
    const both = merge(says('hello'), webSocket(), webSocketResources({}, { id: 'Other' }))
    cloud = await startEmulator({ assembly: writeAssembly({ ...both, outputs }) })
    const other = cloud.outputs()['Other']!
    expect(other).not.toBe(cloud.webSocketUrl)
    await Promise.all([connect(other), connect(cloud.webSocketUrl!)])
  })

  it('that does not let API Gateway invoke the function refuses handshakes, and answers messages itself', async () => {
    const without = ({ resources, ...rest }: AssemblySource): AssemblySource => ({
      ...rest,
      resources: Object.fromEntries(Object.entries(resources).filter(([name]) => !name.endsWith('Permission'))),
    })
    await start(says('hello'), without(webSocket()))
    const client = await connect(cloud.webSocketUrl!)
    client.send({ type: 'ask' })
    expect(await client.next()).toMatchObject({ message: 'Internal server error' })
    expect(cloud.logs({ text: 'no AWS::Lambda::Permission allows' })[0]!.message).toMatch(
      /^ask: apigateway.amazonaws.com may not invoke Gateway: .* from arn:aws:execute-api:us-east-1:000000000000:[a-z0-9]{10}\/live\/ask$/,
    )
    await deploy(says('hello'), without(webSocket({ $connect: 'Gateway' })))
    await expect(connect(cloud.webSocketUrl!)).rejects.toMatchObject({ status: 500 })
  })

  it('is refused when it wants API keys', async () => {
    const route = { ApiId: 'x', RouteKey: '$connect', Target: 'integrations/x', ApiKeyRequired: true }
    const source = { resources: { Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: route } } }
    await expect(start(source)).rejects.toThrow('ApiKeyRequired: API keys are not checked here')
  })

  it('is refused when messages choose their route by something else than their body', async () => {
    const source = webSocketResources({}, { api: { RouteSelectionExpression: '$request.header.x' } })
    await expect(start(source)).rejects.toThrow(
      'RouteSelectionExpression $request.header.x is not emulated: select by the body, as $request.body.action does',
    )
  })

  it('can be stopped while a client waits to be let in', async () => {
    const never = functionResources('Gateway', {
      code: 'export const handler = () => { console.log("asked"); return new Promise(() => {}) }',
    })
    await start(never, webSocket({ $connect: 'Gateway' }))
    const connecting = connect(cloud.webSocketUrl!)
    const refused = expect(connecting).rejects.toThrow()
    await vi.waitFor(() => expect(cloud.logs({ text: 'asked' })).toHaveLength(1))
    await cloud.stop()
    await refused
  })

  it('can be stopped while clients are connected', async () => {
    await start(says('hello'), webSocket())
    const client = await connect(cloud.webSocketUrl!)
    await cloud.stop()
    expect(await client.closed).toMatchObject({ code: 1001 })
  })
})
