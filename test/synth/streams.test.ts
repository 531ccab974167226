import { describe, expect, test } from 'vitest'
import type { StreamUse } from '../../lib/steps/model.ts'
import { api, step } from './steps.ts'
import { synth } from './template.ts'

const using = (...streams: StreamUse[]) => [step('a', api('GET', '/a'), { streams })]
const table = { 'Fn::GetAtt': [expect.stringMatching('^AppStreamsTable'), 'Arn'] }
const rooms = (name: string) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [name] } })
const posting = expect.objectContaining({ Action: 'execute-api:ManageConnections' })

describe('the streams of an app', () => {
  test('are a table and a WebSocket API with one function behind all its routes', () => {
    const { ofType, root } = synth(using({ stream: 'chat', operations: ['set'] }))
    const [webSocket] = ofType('AWS::ApiGatewayV2::Api').filter(
      ({ Properties }) => Properties.ProtocolType === 'WEBSOCKET',
    )
    expect(webSocket?.Properties.RouteSelectionExpression).toBe('$request.body.type')
    const keys = ofType('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey)
    expect(keys).toEqual(expect.arrayContaining(['$connect', '$disconnect', 'join', 'leave', '$default']))
    expect(ofType('AWS::DynamoDB::Table')).toMatchObject([
      { DeletionPolicy: 'Retain', Metadata: { 'motia-aws': { role: 'streamsTable' } } },
    ])
    expect(Object.keys(root.Outputs ?? {}).join()).toContain('StreamsUrl')
  })

  test('take nothing where there are none', () => {
    const { ofType, root } = synth([step('a', api('GET', '/a'))])
    expect(ofType('AWS::DynamoDB::Table')).toEqual([])
    expect(Object.keys(root.Outputs ?? {}).join()).not.toContain('StreamsUrl')
  })

  test('are told to a Step that uses them, and to no other', () => {
    const { resource } = synth([...using({ stream: 'chat', operations: ['get'] }), step('b', api('GET', '/b'))])
    const variables = (name: string) => resource(name, 'function').Properties.Environment.Variables
    expect(variables('a')).toMatchObject({
      MOTIA_STREAMS: expect.anything(),
      MOTIA_STREAMS_ENDPOINT: expect.anything(),
    })
    expect(variables('b')).not.toHaveProperty('MOTIA_STREAMS')
  })
})

describe('what a Step may do with a stream', () => {
  const granted = (...streams: StreamUse[]) =>
    synth(using(...streams))
      .statements('a')
      .slice(2)

  test('is to read, when it reads', () => {
    const expected = { Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: table, Condition: rooms('chat:*') }
    expect(granted({ stream: 'chat', operations: ['get', 'getGroup'] })).toMatchObject([expected])
  })

  test('is to change items of that stream and to tell clients, when it changes them', () => {
    expect(granted({ stream: 'chat', operations: ['set'] })).toMatchObject([
      { Action: ['dynamodb:DeleteItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], Condition: rooms('chat:*') },
      posting,
    ])
  })

  test('is another thing for each stream', () => {
    const uses = [
      { stream: 'a*b:c', operations: ['get'] },
      { stream: 'chat', operations: ['send'] },
    ] as const
    expect(granted(...uses)).toMatchObject([
      { Action: 'dynamodb:GetItem', Condition: rooms('a%2Ab%3Ac:*') },
      { Action: ['dynamodb:DeleteItem', 'dynamodb:Query'], Condition: rooms('chat:*') },
      posting,
    ])
  })

  test('is all that it calls on any of them, when the code hides which', () => {
    const [statement] = granted({ stream: '*', operations: ['get'] })
    expect(statement).toEqual({ Action: 'dynamodb:GetItem', Effect: 'Allow', Resource: table })
  })
})
