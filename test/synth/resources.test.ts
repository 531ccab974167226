import { Duration, Size } from 'aws-cdk-lib'
import { describe, expect, test } from 'vitest'
import type { Step } from '../../lib/steps/model.ts'
import { api, asset, cron, emits, event, step } from './steps.ts'
import { synth } from './template.ts'

/** What one more Step adds to an app that has one of its kind. */
function cost(make: (name: string) => Step): string[] {
  const types = (steps: Step[]) => Object.values(synth(steps).root.Resources).map(({ Type }) => Type)
  const before = types([make('first')])
  const after = types([make('first'), make('second')])
  for (const type of before) after.splice(after.indexOf(type), 1)
  return after.sort()
}

describe('a Step costs', () => {
  test('six resources with a route', () => {
    expect(cost((name) => step(name, api('GET', `/${name}`), { state: ['get'] }))).toEqual([
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Route',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
    ])
  })

  const queued = [
    'AWS::IAM::Role',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::Function',
    'AWS::Logs::LogGroup',
    'AWS::SQS::Queue',
    'AWS::SQS::Queue',
    'AWS::SQS::QueuePolicy',
  ]

  test('seven with a queue', () => {
    expect(cost((name) => step(name, event(name)))).toEqual(queued)
  })

  test('eight where its topic fans out', () => {
    const fan = synth([step('a', event('x')), step('b', event('x'))])
    const more = synth([step('a', event('x')), step('b', event('x')), step('c', event('x'))])
    expect(Object.keys(more.root.Resources).length - Object.keys(fan.root.Resources).length).toBe(8)
  })

  test('eight with a schedule', () => {
    expect(cost((name) => step(name, cron('@daily')))).toHaveLength(8)
  })

  test('nothing when it is a noop', () => {
    expect(cost((name) => step(name, { type: 'noop' }))).toEqual([])
  })
})

describe('a function', () => {
  const settings = (made: Step, props = {}) => synth([made], props).resource(made.name, 'function').Properties

  test('has the defaults', () => {
    expect(settings(step('a', api('GET', '/a')))).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 29,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON' },
      Environment: { Variables: { MOTIA_APP: 'App', MOTIA_STEP: 'a' } },
    })
    expect(settings(step('a', event('x'), { language: 'python' }))).toMatchObject({
      Runtime: 'python3.13',
      Timeout: 30,
    })
    expect(settings(step('a', cron('@daily')))).toMatchObject({ Timeout: 300 })
  })

  test("takes its Step's infrastructure, and overrides before that", () => {
    const made = step('a', event('x'), { infrastructure: { handler: { memory: 1024, timeout: 60 } } })
    expect(settings(made, { memory: Size.mebibytes(256) })).toMatchObject({ MemorySize: 1024, Timeout: 60 })
    const override = { memory: Size.gibibytes(2), timeout: Duration.minutes(2) }
    expect(settings(made, { steps: { a: override } })).toMatchObject({ MemorySize: 2048, Timeout: 120 })
  })

  test('answers before the API stops waiting', () => {
    const made = step('a', api('GET', '/a'), { infrastructure: { handler: { timeout: 60 } } })
    expect(settings(made)).toMatchObject({ Timeout: 29 })
  })

  test('may be part of a loop only where its Step says so', () => {
    expect(settings(step('a', event('x')))).not.toHaveProperty('RecursiveLoop')
    expect(settings(step('a', event('x'), { allowLoop: true }))).toMatchObject({ RecursiveLoop: 'Allow' })
  })

  test('has no name of our choice', () => {
    expect(settings(step('a', api('GET', '/a')))).not.toHaveProperty('FunctionName')
  })

  test('keeps the environment that is ours', () => {
    expect(() => synth([step('a', api('GET', '/a'))], { environment: { MOTIA_STEP: 'b' } })).toThrow(
      "environment variable MOTIA_STEP of step 'a' is not yours to set",
    )
  })
})

describe('a queue', () => {
  const pair = (infrastructure: Step['infrastructure']) => {
    const made = synth([step('a', event('x'), { infrastructure })])
    return {
      queue: made.resource('a', 'queue').Properties,
      dead: made.resource('a', 'deadLetterQueue').Properties,
      source: made.ofType('AWS::Lambda::EventSourceMapping')[0]!.Properties,
      environment: made.resource('a', 'function').Properties.Environment.Variables,
    }
  }

  test('has the defaults', () => {
    const { queue, dead, source, environment } = pair({})
    expect(queue).toMatchObject({ VisibilityTimeout: 180, RedrivePolicy: { maxReceiveCount: 4 } })
    expect(queue).not.toHaveProperty('FifoQueue')
    expect(dead).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 3600 })
    expect(source).toMatchObject({ BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] })
    expect(environment).toMatchObject({ MOTIA_MAX_RETRIES: '3', MOTIA_DLQ: { 'Fn::GetAtt': expect.anything() } })
  })

  test.each([
    [{ handler: { timeout: 60 } }, 360],
    [{ handler: { timeout: 60 }, queue: { visibilityTimeout: 900 } }, 900],
    [{ handler: { timeout: 60 }, queue: { visibilityTimeout: 90, batchSize: 20, batchWindow: 5 } }, 365],
  ])('of %j hides a message for %i s', (infrastructure, seconds) => {
    expect(pair(infrastructure).queue.VisibilityTimeout).toBe(seconds)
  })

  test('maps what the Step says', () => {
    const queue = { maxRetries: 0, delaySeconds: 5, concurrency: 7, batchSize: 20, batchWindow: 3 }
    const made = pair({ queue })
    expect(made.queue).toMatchObject({ DelaySeconds: 5, RedrivePolicy: { maxReceiveCount: 1 } })
    expect(made.source).toMatchObject({
      BatchSize: 20,
      MaximumBatchingWindowInSeconds: 3,
      ScalingConfig: { MaximumConcurrency: 7 },
    })
    expect(made.environment).toMatchObject({ MOTIA_MAX_RETRIES: '0' })
  })

  test('is FIFO with its dead-letter queue', () => {
    const { queue, dead } = pair({ queue: { type: 'fifo' } })
    expect([queue.FifoQueue, dead.FifoQueue]).toEqual([true, true])
  })

  test('is polled no faster than its function may run', () => {
    const { ofType } = synth([step('a', event('x'))], { steps: { a: { reservedConcurrency: 5 } } })
    expect(ofType('AWS::Lambda::EventSourceMapping')[0]!.Properties.ScalingConfig).toEqual({ MaximumConcurrency: 5 })
  })

  test.each([
    [{ queue: { batchSize: 20 } }, {}, 'a batch of 20 needs a batch window'],
    [{ queue: { type: 'fifo', batchSize: 20 } }, {}, 'a fifo queue has batches of at most 10'],
    [{ queue: { type: 'fifo', batchWindow: 1 } }, {}, 'a fifo queue has batches of at most 10 and no batch window'],
    [{ queue: { concurrency: 1 } }, {}, 'concurrency 1 cannot be had of SQS'],
    [{ queue: { concurrency: 9 } }, { reservedConcurrency: 5 }, 'good messages would end in the dead-letter queue'],
  ] as const)('%j with %j is refused', (infrastructure, override, message) => {
    expect(() => synth([step('a', event('x'), { infrastructure })], { steps: { a: override } })).toThrow(
      `steps/a.step.ts:1: step 'a': ${message}`.slice(0, 27),
    )
    expect(() => synth([step('a', event('x'), { infrastructure })], { steps: { a: override } })).toThrow(message)
  })
})

describe('a schedule', () => {
  test('sends both its own failures and those of the function to the dead-letter queue', () => {
    const { resource, ofType } = synth([step('a', cron('30 6 * * 1-5', 'Europe/Berlin'))])
    const [dead] = Object.values(resource('a', 'schedule').Properties.Target.DeadLetterConfig)
    expect(resource('a', 'schedule').Properties).toMatchObject({
      ScheduleExpression: 'cron(30 6 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Input: '{"scheduleArn":"<aws.scheduler.schedule-arn>","scheduledTime":"<aws.scheduler.scheduled-time>"}',
      },
    })
    expect(ofType('AWS::Lambda::EventInvokeConfig')[0]!.Properties).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: dead } },
    })
  })

  test('is two where both days are restricted, of which one leaves the days of the other out', () => {
    const { ofType } = synth([step('a', cron('0 12 13 * FRI'))])
    const schedules = ofType('AWS::Scheduler::Schedule').map(({ Properties }) => Properties)
    expect(schedules.map((schedule) => schedule.ScheduleExpression)).toEqual([
      'cron(0 12 13 * ? *)',
      'cron(0 12 ? * FRI *)',
    ])
    expect(schedules.map((schedule) => JSON.parse(schedule.Target.Input).skip)).toEqual([
      undefined,
      { daysOfMonth: [13], timezone: 'UTC' },
    ])
  })

  test('may run later where that is wanted', () => {
    const props = { steps: { a: { flexibleWindow: Duration.minutes(15) } } }
    expect(synth([step('a', cron('@daily'))], props).resource('a', 'schedule').Properties).toMatchObject({
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    })
  })

  test('that cannot be is refused with its place', () => {
    expect(() => synth([step('a', cron('30 * * * * *'))])).toThrow(
      "steps/a.step.ts:1: step 'a': cron expression '30 * * * * *' has seconds '30'",
    )
  })
})

describe('the state table', () => {
  test('is made when a Step uses state, and kept when the stack goes', () => {
    expect(synth([step('a', api('GET', '/a'))]).ofType('AWS::DynamoDB::Table')).toEqual([])
    const [table] = synth([step('a', api('GET', '/a'), { state: ['get'] })]).ofType('AWS::DynamoDB::Table')
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      },
    })
  })
})

describe('alarms', () => {
  test('watch functions and queues when asked for', () => {
    const steps = [step('a', api('GET', '/a')), step('b', event('x')), step('c', cron('@daily'))]
    expect(synth(steps).ofType('AWS::CloudWatch::Alarm')).toEqual([])
    const alarms = synth(steps, { alarms: true }).ofType('AWS::CloudWatch::Alarm')
    expect(alarms.map(({ Properties }) => Properties.MetricName).sort()).toEqual([
      'ApproximateAgeOfOldestMessage',
      ...Array(2).fill('ApproximateNumberOfMessagesVisible'),
      ...Array(3).fill('Errors'),
      ...Array(3).fill('Throttles'),
    ])
  })
})

describe('the assets', () => {
  test('must be there', () => {
    const steps = [step('a', api('GET', '/a'))]
    const none = { project: { root: '/', steps, streams: [], findings: [] }, assets: [asset('b')] }
    expect(() => synth(steps, { prepared: none })).toThrow("steps/a.step.ts: step 'a' was not bundled")
  })

  test('of a Step may emit only as many topics as its environment has room for', () => {
    const topics = Array.from({ length: 40 }, (_, index) => `a-topic-with-a-name-${index}`)
    expect(() => synth([step('a', api('GET', '/a'), { emitsAnything: true }), step('b', event(...topics))])).toThrow(
      /steps\/a\.step\.ts:1: step 'a' may emit to 40 topics, .* its code hides which, so it may emit all: state them with `emits: \[\.\.\.\]`/,
    )
    expect(() => synth([step('a', api('GET', '/a'), emits(...topics))])).toThrow('emit fewer topics from one Step')
  })
})
