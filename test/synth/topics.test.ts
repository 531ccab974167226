import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs'
import { describe, expect, test } from 'vitest'
import type { Step } from '../../lib/steps/model.ts'
import { api, emits, event, step } from './steps.ts'
import { synth } from './template.ts'

const sender = (...topics: string[]) => step('sender', api('POST', '/send'), emits(...topics))
const fifo = { infrastructure: { queue: { type: 'fifo' } } } as const

/** `MOTIA_TOPICS` with each ARN replaced by the logical id it comes from, without hash. */
function topicsOf(made: ReturnType<typeof synth>, name = 'sender'): Record<string, string> {
  const value = made.resource(name, 'function').Properties.Environment.Variables.MOTIA_TOPICS
  const parts: unknown[] = value['Fn::Join'][1]
  const text = parts.map((part) => {
    if (typeof part === 'string') return part
    const { Ref, 'Fn::GetAtt': attribute } = part as { Ref?: string; 'Fn::GetAtt'?: [string] }
    return (Ref ?? attribute![0]).replace(/[0-9A-F]{8}$/, '')
  })
  return JSON.parse(text.join(''))
}

describe('a topic', () => {
  test('with one subscriber goes straight to its queue', () => {
    const made = synth([sender('x'), step('a', event('x'))])
    expect(topicsOf(made)).toEqual({ x: 'AppStepsaQueue' })
    expect(made.ofType('AWS::SNS::Topic')).toEqual([])
  })

  test('with two goes through SNS, raw, with the dead-letter queue for what cannot be delivered', () => {
    const made = synth([sender('x'), step('a', event('x')), step('b', event('x'))])
    expect(topicsOf(made)).toEqual({ x: 'AppTopicsxTopic' })
    const subscriptions = made.ofType('AWS::SNS::Subscription').map(({ Properties }) => Properties)
    expect(subscriptions).toHaveLength(2)
    for (const subscription of subscriptions) {
      expect(subscription).toMatchObject({
        Protocol: 'sqs',
        RawMessageDelivery: true,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringContaining('DeadLetterQueue'), 'Arn'] } },
      })
    }
  })

  test('without subscribers is an SNS topic, with a warning', () => {
    const made = synth([sender('order.gone')])
    expect(topicsOf(made)).toEqual({ 'order.gone': 'AppTopicsordergoneTopic' })
    expect(made.warnings.join()).toContain("no Step subscribes to topic 'order.gone'")
  })

  test('is SNS for all when the app says so', () => {
    expect(topicsOf(synth([sender('x'), step('a', event('x'))], { fanOut: 'sns' }))).toEqual({ x: 'AppTopicsxTopic' })
  })

  test('of a FIFO Step is FIFO, and a standard queue may hear it too', () => {
    const direct = synth([sender('x'), step('a', event('x'), fifo)])
    expect(topicsOf(direct)).toEqual({ x: 'AppStepsaQueue' })
    const made = synth([sender('x'), step('a', event('x'), fifo), step('b', event('x'))])
    expect(topicsOf(made)).toEqual({ x: 'AppTopicsxFifoTopic' })
    expect(made.ofType('AWS::SNS::Topic')[0]!.Properties).toMatchObject({
      FifoTopic: true,
      TopicName: expect.stringMatching(/\.fifo$/),
    })
  })

  test.each(['a.b/c', 'Order Created!', 'ünïcode', '-', 'x'.repeat(300)])('may be called %s', (name) => {
    const made = synth([sender(name), step('a', event(name)), step('b', event(name))])
    expect(made.ofType('AWS::SNS::Subscription')).toHaveLength(2)
    expect(made.ofType('AWS::SNS::Topic')).toHaveLength(1)
    expect(Object.keys(topicsOf(made))).toEqual([name])
  })

  test('keeps apart names that differ in a forbidden character alone', () => {
    const made = synth([sender('a.b', 'a/b', 'ab')])
    expect(made.ofType('AWS::SNS::Topic')).toHaveLength(3)
  })
})

describe('a bus', () => {
  const onBus = (steps: Step[]) =>
    synth(steps, (stack) => ({ topics: { 'order.*': { bus: new EventBus(stack, 'Bus') as IEventBus } } }))

  test('carries the topics that fit, each Step with one rule', () => {
    const made = onBus([
      sender('order.made', 'other'),
      step('a', event('order.made', 'order.gone', 'other')),
      step('b', event('order.made')),
    ])
    expect(topicsOf(made)).toEqual({ 'order.made': 'Bus', other: 'AppStepsaQueue' })
    expect(made.ofType('AWS::Events::Rule').map(({ Properties }) => Properties.EventPattern)).toEqual([
      { source: ['App'], 'detail-type': ['order.made', 'order.gone'] },
      { source: ['App'], 'detail-type': ['order.made'] },
    ])
    for (const { Properties } of made.ofType('AWS::Events::Rule')) {
      expect(Properties.Targets).toHaveLength(1)
      expect(Properties.Targets[0].DeadLetterConfig).toBeDefined()
    }
  })

  test('gives a FIFO queue a group', () => {
    const [rule] = onBus([step('a', event('order.made'), fifo)]).ofType('AWS::Events::Rule')
    expect(rule!.Properties.Targets[0].SqsParameters).toEqual({ MessageGroupId: 'a' })
  })

  test('of AWS is heard by pattern', () => {
    const pattern = { source: ['aws.s3'], 'detail-type': ['Object Created'] }
    const made = synth([
      step('a', { type: 'event', subscribes: [], patterns: [{ pattern }, { bus: 'partner', pattern }] }),
    ])
    expect(
      made.ofType('AWS::Events::Rule').map(({ Properties }) => [Properties.EventBusName, Properties.EventPattern]),
    ).toEqual([
      [undefined, pattern],
      ['partner', pattern],
    ])
    const [policy] = made.ofType('AWS::SQS::QueuePolicy')
    expect(policy!.Properties.PolicyDocument.Statement[1]).toMatchObject({
      Principal: { Service: 'events.amazonaws.com' },
    })
  })
})

describe('app.topic()', () => {
  test('lets another queue subscribe: the topic is SNS from then on', () => {
    const made = synth([sender('x'), step('a', event('x'))], {}, (app, stack) => {
      app.topic('x').subscribe(new Queue(stack, 'Audit') as IQueue)
    })
    expect(topicsOf(made)).toEqual({ x: 'AppTopicsxTopic' })
    expect(made.ofType('AWS::SNS::Subscription')).toHaveLength(2)
    expect(made.warnings.join()).not.toContain('no Step subscribes')
  })

  test('lets others publish to it', () => {
    const made = synth([step('a', event('x'))], {}, (app, stack) => {
      app.topic('x').grantPublish(new Role(stack, 'Outsider', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }))
    })
    expect(made.ofType('AWS::IAM::Policy')[0]!.Properties.PolicyDocument.Statement).toMatchObject([
      { Action: 'sns:Publish', Resource: { Ref: expect.stringMatching('^AppTopicsxTopic') } },
    ])
  })
})
