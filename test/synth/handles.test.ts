import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, Duration, Stack } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { AttributeType, type ITable, Table } from 'aws-cdk-lib/aws-dynamodb'
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2'
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { afterAll, describe, expect, test } from 'vitest'
import { Step, StepsApp, StepsError, SynthError } from '../../lib/index.ts'
import { temporaryFolder } from '../temporary.ts'
import { api, asset, cron, emits, event, prepared, step } from './steps.ts'
import { synth } from './template.ts'

describe('app.step()', () => {
  test('reaches every resource, to be changed with plain CDK', () => {
    const steps = [step('a', event('x')), step('b', api('GET', '/b')), step('c', cron('@daily'))]
    const made = synth(steps, {}, (app, stack) => {
      const table = new Table(stack, 'Other', { partitionKey: { name: 'id', type: AttributeType.STRING } })
      table.grantReadData(app.step('a'))
      app.step('a').function.addEnvironment('CURRENCY', 'EUR')
      app.step('a').queue.node.addMetadata('seen', true)
      app.step('b').route.operationName = 'readB'
      app.step('c').schedules[0]!.state = 'DISABLED'
      expect(app.step('a').deadLetterQueue).not.toBe(app.step('a').queue)
      expect(app.step('a').eventSource.eventSourceMappingArn).toBeDefined()
      expect(app.api.apiId).toBeDefined()
    })
    expect(made.resource('a', 'function').Properties.Environment.Variables.CURRENCY).toBe('EUR')
    expect(made.resource('b', 'route').Properties.OperationName).toBe('readB')
    expect(made.resource('c', 'schedule').Properties.State).toBe('DISABLED')
    expect(JSON.stringify(made.ofType('AWS::IAM::Policy'))).toContain('dynamodb:GetItem')
  })

  test('names what there is when there is no such thing', () => {
    const { app } = synth([step('a', api('GET', '/a')), step('b', api('GET', '/b'))])
    expect(() => app.step('c')).toThrow("there is no step 'c': the Steps are a, b")
    expect(() => app.step('a').queue).toThrow("step 'a' has no queue: its trigger is api")
    expect(() => app.step('a').deadLetterQueue).toThrow("step 'a' has no dead-letter queue: its trigger is api")
  })
})

describe('new Step()', () => {
  test('adds one whose topics are wired like all others', () => {
    const extra = step('extra', event('x'))
    const made = synth([step('a', api('GET', '/a'), emits('x')), step('b', event('x'))], {}, (app) => {
      new Step(app, 'Extra', { prepared: { step: extra, asset: asset('extra') }, timeout: Duration.seconds(7) })
    })
    expect(made.ofType('AWS::SNS::Subscription')).toHaveLength(2)
    expect(made.resource('extra', 'function').Properties.Timeout).toBe(7)
  })

  test('reads a file of the project', { timeout: 60_000 }, () => {
    const entry = project({ 'extra/audit.step.ts': orderStep("type: 'event', subscribes: ['order.made']") })
    const stack = emptyStack()
    const app = new StepsApp(stack, 'App', { prepared: prepared([]), entry })
    const made = new Step(app, 'Extra', { file: 'extra/audit.step.ts' })
    expect(made.definition).toMatchObject({ name: 'audit', file: 'extra/audit.step.ts' })
    expect(app.step('audit')).toBe(made)
  })

  test('is refused where its name is taken or there is no app', () => {
    const steps = [step('a', api('GET', '/a'))]
    expect(() => synth([...steps, ...steps])).toThrow("There is already a Construct with name 'a'")
    const twin = { prepared: { step: steps[0]!, asset: asset('a') } }
    expect(() => synth(steps, {}, (app) => new Step(app, 'Twin', twin))).toThrow(
      "steps/a.step.ts:1: step 'a' is in steps/a.step.ts:1 too: names are unique",
    )
    expect(() => new Step(emptyStack(), 'Alone', twin)).toThrow('is not in a StepsApp')
  })
})

describe('what the author says of the app', () => {
  test('overrides of a Step that is none are refused', () => {
    expect(() => synth([step('a', api('GET', '/a'))], { steps: { b: {} } })).toThrow(
      "`steps` has overrides for 'b', which is no Step: the Steps are a",
    )
  })

  test('an existing table is used', () => {
    const made = synth([step('a', api('GET', '/a'), { state: ['get'] })], (stack) => ({
      table: Table.fromTableArn(stack, 'Mine', 'arn:aws:dynamodb:eu-central-1:123456789012:table/mine') as ITable,
    }))
    expect(made.ofType('AWS::DynamoDB::Table')).toEqual([])
    expect(made.resource('a', 'function').Properties.Environment.Variables.MOTIA_TABLE).toBe('mine')
  })

  test('authorizers by Step and by app', () => {
    const steps = [
      step('jwt', api('GET', '/jwt')),
      step('open', api('GET', '/open', { auth: 'none' })),
      step('signed', api('GET', '/signed', { auth: 'iam' })),
      step('asked', api('GET', '/asked', { auth: 'ours' })),
    ]
    const made = synth(steps, (stack) => ({
      auth: 'users',
      authorizers: {
        users: { type: 'jwt', issuer: 'https://example.com', audience: ['app'], scopes: ['read'] },
        ours: {
          type: 'lambda',
          function: new LambdaFunction(stack, 'Authorizer', {
            runtime: Runtime.NODEJS_24_X,
            handler: 'index.handler',
            code: Code.fromInline('exports.handler = async () => ({ isAuthorized: true })'),
          }),
        },
      },
    }))
    const types = steps.map(({ name }) => made.resource(name, 'route').Properties.AuthorizationType)
    expect(types).toEqual(['JWT', 'NONE', 'AWS_IAM', 'CUSTOM'])
    expect(made.resource('jwt', 'route').Properties.AuthorizationScopes).toEqual(['read'])
    expect(made.ofType('AWS::ApiGatewayV2::Authorizer')).toHaveLength(2)
    expect(() => synth([step('a', api('GET', '/a', { auth: 'nobody' }))])).toThrow(
      "steps/a.step.ts:1: step 'a': auth 'nobody' is not known; it is one of: none, iam",
    )
  })

  test('CORS and throttling', () => {
    const steps = [step('a', api('GET', '/a'))]
    const [open] = synth(steps).ofType('AWS::ApiGatewayV2::Api')
    expect(open!.Properties.CorsConfiguration.AllowOrigins).toEqual(['*'])
    const [closed] = synth(steps, { cors: false }).ofType('AWS::ApiGatewayV2::Api')
    expect(closed!.Properties).not.toHaveProperty('CorsConfiguration')
    const [stage] = synth(steps, { throttle: { rateLimit: 5, burstLimit: 9 } }).ofType('AWS::ApiGatewayV2::Stage')
    expect(stage!.Properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 9 })
  })

  test('a domain', () => {
    const made = synth([step('a', api('GET', '/a'))], (stack) => ({
      domain: {
        name: 'api.example.com',
        path: 'v1',
        certificate: Certificate.fromCertificateArn(
          stack,
          'Cert',
          'arn:aws:acm:eu-central-1:123456789012:certificate/1',
        ),
      },
    }))
    expect(made.ofType('AWS::ApiGatewayV2::ApiMapping')[0]!.Properties.ApiMappingKey).toBe('v1')
    expect(made.app.stepsApi.url).toBe('https://api.example.com/v1')
  })

  test('a VPC', () => {
    const made = synth([step('a', api('GET', '/a'))], (stack) => ({ vpc: new Vpc(stack, 'Vpc') as IVpc }))
    expect(made.resource('a', 'function').Properties.VpcConfig.SubnetIds).toHaveLength(2)
    expect(JSON.stringify(made.statements('a'))).toContain('ec2:CreateNetworkInterface')
    expect(made.ofType('AWS::IAM::Policy')).toEqual([])
  })

  test('somebody to tell of alarms', () => {
    const made = synth([step('a', event('x'))], (stack) => ({
      alarms: { topic: new Topic(stack, 'Pager'), oldestMessage: Duration.minutes(3) },
    }))
    const alarms = made.ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties)
    expect(alarms).toHaveLength(4)
    for (const { AlarmActions, OKActions } of alarms) expect([AlarmActions, OKActions]).toEqual([[ref], [ref]])
    expect(alarms.find(({ MetricName }) => MetricName.includes('Age'))!.Threshold).toBe(180)
  })

  test('outputs', () => {
    const { root } = synth([step('a', api('GET', '/a'), { state: ['get'] })], { appName: 'my shop' })
    const outputs = Object.keys(root.Outputs!).map((id) => id.replace(/^App|[0-9A-F]{8}$/g, ''))
    expect(outputs).toEqual(['ApiUrl', 'TableName', 'TracesUrl', 'DashboardUrl'])
    expect(JSON.stringify(root.Outputs)).toContain('filter=annotation%5Bapp%5D%20%3D%20%22my%20shop%22')
  })

  test('variables that a Step reads and nothing sets are named', () => {
    const steps = [step('a', api('GET', '/a'), { environment: ['STRIPE_KEY', 'CURRENCY', 'SENDER', 'AWS_REGION'] })]
    const { warnings } = synth(steps, { environment: { CURRENCY: 'EUR' } }, (app) => {
      app.step('a').function.addEnvironment('SENDER', 'me')
    })
    expect(warnings.join()).toContain("steps/a.step.ts:1: step 'a' reads STRIPE_KEY, which nothing sets")
  })

  test('no dashboard', () => {
    const { ofType } = synth([step('a', api('GET', '/a'))], { dashboard: false })
    expect(ofType('AWS::CloudWatch::Dashboard')).toEqual([])
  })
})

describe('findings', () => {
  const location = { file: 'steps/a.step.ts', line: 3, column: 7 }
  const app = (...findings: { severity: 'error' | 'warning'; message: string }[]) => {
    const project = {
      root: '/',
      steps: [],
      streams: [],
      findings: findings.map((finding) => ({ ...finding, rule: 'some-rule', location })),
    }
    return () => synth([], { prepared: { project, assets: [] } })
  }

  test('that are errors stop the synthesis, all of them listed', () => {
    const both = app({ severity: 'error', message: 'one' }, { severity: 'error', message: 'two' })
    expect(both).toThrow(StepsError)
    expect(both).toThrow(SynthError)
    expect(both).toThrow('steps/a.step.ts:3:7: one\nsteps/a.step.ts:3:7: two')
  })

  test('that are warnings are shown by the CDK', () => {
    expect(app({ severity: 'warning', message: 'take care' })().warnings.join()).toContain(
      'steps/a.step.ts:3:7: take care',
    )
  })

  test('of a real project come with file and line', { timeout: 60_000 }, () => {
    const entry = project({
      'steps/a.step.ts': orderStep("type: 'evnt'"),
      'steps/b.step.ts': 'export const config = {',
    })
    expect(() => new StepsApp(emptyStack(), 'App', { entry })).toThrow(
      /steps\/a\.step\.ts:\d+.*\n(.*\n)*.*steps\/b\.step\.ts:1/,
    )
  })
})

const ref = { Ref: expect.stringMatching('^Pager') }

const emptyStack = () =>
  new Stack(new App({ outdir: temporaryFolder('motia-synth-'), analyticsReporting: false }), 'Test')

function orderStep(config: string): string {
  return `import { defineStep } from 'motia-aws'\nexport default defineStep({ ${config}, async handler() {} })\n`
}

/** Inside the repository, so that `motia-aws` is found. */
const projects = join(import.meta.dirname, '.motia')

afterAll(() => rmSync(projects, { recursive: true, force: true }))

/** A project on disk. */
function project(files: Readonly<Record<string, string>>): string {
  mkdirSync(projects, { recursive: true })
  const root = mkdtempSync(join(projects, 'project-'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(root, file, '..'), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}
