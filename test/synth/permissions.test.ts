import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events'
import { describe, expect, test } from 'vitest'
import type { StateOperation } from '../../lib/steps/model.ts'
import { api, cron, emits, event, step } from './steps.ts'
import { type Statement, synth } from './template.ts'

describe('the role of a Step', () => {
  const bare = ['logs:CreateLogStream,logs:PutLogEvents', 'xray:PutTelemetryRecords,xray:PutTraceSegments']
  const own = [
    'sqs:ChangeMessageVisibility,sqs:DeleteMessage,sqs:GetQueueAttributes,sqs:ReceiveMessage',
    'sqs:SendMessage',
  ]

  test('may write logs and traces, and nothing else, when it does nothing', () => {
    expect(actions(synth([step('a', api('GET', '/a'))]).statements('a'))).toEqual(bare)
  })

  test('of an event Step reads its own queue and sends to its own dead-letter queue', () => {
    const { statements } = synth([step('a', event('x')), step('b', event('y'))])
    expect(actions(statements('a'))).toEqual([...bare, ...own])
    expect(resources(statements('a').slice(2))).toEqual(['AppStepsaQueue', 'AppStepsaDeadLetterQueue'])
  })

  test('of a cron Step sends to its own dead-letter queue', () => {
    const { statements } = synth([step('a', cron('@daily'))])
    expect(actions(statements('a'))).toEqual([...bare, 'sqs:SendMessage'])
  })

  test('of a Step that emits one topic publishes to that alone', () => {
    const { statements } = synth([
      step('a', api('GET', '/a'), emits('one')),
      step('b', event('one')),
      step('c', event('two')),
      step('d', event('two')),
      step('e', api('GET', '/e'), emits('two')),
    ])
    expect(statements('a').slice(2)).toEqual([
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn('AppStepsbQueue') },
    ])
    expect(statements('e').slice(2)).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: expect.stringMatching('^AppTopicstwoTopic') } },
    ])
  })

  test('of a Step whose topics are hidden publishes to all of the app', () => {
    const { statements } = synth([
      step('a', api('GET', '/a'), { emitsAnything: true }),
      step('b', event('one')),
      step('c', event('two')),
    ])
    expect(resources(statements('a').slice(2))).toEqual(['AppStepsbQueue', 'AppStepscQueue'])
  })

  test('on a bus puts events with the source of the app and its topics alone', () => {
    const steps = [step('a', api('GET', '/a'), emits('order.made')), step('b', event('order.made', 'order.gone'))]
    const { statements } = synth(steps, (stack) => ({
      topics: { 'order.*': { bus: new EventBus(stack, 'Bus') as IEventBus } },
    }))
    expect(statements('a').slice(2)).toEqual([
      {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: arn('Bus'),
        Condition: { StringEquals: { 'events:source': 'App', 'events:detail-type': ['order.made'] } },
      },
    ])
  })

  test.each<[StateOperation[], string[]]>([
    [['get'], ['GetItem']],
    [['set'], ['UpdateItem']],
    [['delete'], ['DeleteItem']],
    [['query'], ['Query']],
    [['getGroup'], ['Query']],
    [['update'], ['GetItem', 'UpdateItem']],
    [['clear'], ['BatchWriteItem', 'Query']],
    [
      ['get', 'set', 'get'],
      ['GetItem', 'UpdateItem'],
    ],
  ])('for state calls %s has %s', (state, expected) => {
    const [statement] = synth([step('a', api('GET', '/a'), { state })])
      .statements('a')
      .slice(2)
    expect([statement!.Action].flat()).toEqual(expected.map((action) => `dynamodb:${action}`))
    expect(resources([statement!])).toEqual(['AppTable'])
  })

  test('has no * but for X-Ray, whatever the Step does', () => {
    const state = ['get', 'set', 'delete', 'query', 'update', 'getGroup', 'clear'] as const
    const { root } = synth([
      step('a', api('GET', '/a'), { state, ...emits('one', 'two', 'three') }),
      step('b', event('one', 'two'), { state, emitsAnything: true }),
      step('c', event('two')),
      step('d', cron('@daily'), { state }),
    ])
    const roles = Object.values(root.Resources).filter(({ Type }) => Type.startsWith('AWS::IAM::'))
    expect(roles.map(({ Type }) => Type)).toEqual(Array(5).fill('AWS::IAM::Role'))
    const statements = roles.flatMap(({ Properties }) => Properties.Policies[0].PolicyDocument.Statement as Statement[])
    const wide = statements.filter((statement) => JSON.stringify([statement.Action, statement.Resource]).includes('*'))
    expect(new Set(actions(wide))).toEqual(new Set([bare[1]]))
  })

  test('of a schedule invokes its function alone, for this account alone', () => {
    const { ofType } = synth([step('a', cron('@daily'))])
    const role = ofType('AWS::IAM::Role').find(({ Properties }) => JSON.stringify(Properties).includes('scheduler'))!
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ])
    const { Statement } = role.Properties.Policies[0].PolicyDocument
    expect(actions(Statement)).toEqual(['lambda:InvokeFunction', 'sqs:SendMessage'])
    expect(resources(Statement)).toEqual(['AppStepsaFunction', 'AppStepsaDeadLetterQueue'])
  })
})

describe('queues and topics', () => {
  const { ofType } = synth([
    step('a', api('GET', '/a'), emits('two')),
    step('b', event('two')),
    step('c', event('two')),
    step('d', cron('@daily')),
  ])

  test('are encrypted', () => {
    for (const { Properties } of ofType('AWS::SQS::Queue')) expect(Properties.SqsManagedSseEnabled).toBe(true)
    for (const { Properties } of ofType('AWS::SNS::Topic')) expect(Properties.KmsMasterKeyId).toBe('alias/aws/sns')
  })

  test('refuse what is not sent over TLS', () => {
    const covered = ofType('AWS::SQS::QueuePolicy').flatMap(({ Properties }) => {
      expect(Properties.PolicyDocument.Statement[0]).toMatchObject({
        Effect: 'Deny',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      })
      return Properties.Queues
    })
    expect(covered).toHaveLength(ofType('AWS::SQS::Queue').length)
    expect(JSON.stringify(ofType('AWS::SNS::TopicPolicy'))).toContain('aws:SecureTransport')
  })

  test('take messages of their topics alone', () => {
    const policies = ofType('AWS::SQS::QueuePolicy').map(({ Properties }) =>
      Properties.PolicyDocument.Statement.slice(1),
    )
    expect(policies.flat()).toHaveLength(2)
    for (const statement of policies.flat()) {
      expect(statement).toMatchObject({
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: { ArnEquals: { 'aws:SourceArn': [{ Ref: expect.stringMatching('^AppTopicstwo') }] } },
      })
    }
  })
})

function actions(statements: readonly Statement[]): string[] {
  return statements.map(({ Action }) => [Action].flat().join(','))
}

/** Logical ids without the hash at the end. */
function resources(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ Resource }) =>
    [Resource].flat().map((each) => {
      const { Ref, 'Fn::GetAtt': attribute } = each as { Ref?: string; 'Fn::GetAtt'?: [string, string] }
      return (Ref ?? attribute![0]).replace(/[0-9A-F]{8}$/, '')
    }),
  )
}

function arn(start: string) {
  return { 'Fn::GetAtt': [expect.stringMatching(`^${start}[0-9A-F]{8}$`), 'Arn'] }
}
