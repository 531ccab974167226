/** README.md: its four Steps are one app, which is called, tested, synthesized and extended as the page says. */
import path from 'node:path'
import { Template as Assertions, Match } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TestApp } from '../../cli/testing.ts'
import { openPage } from './page.ts'
import { actionsOf, ofType, post, project, run, shell, synth, type Template, templateOf, vitest } from './project.ts'
import { missingPython } from './python.ts'

const page = openPage('README.md')
const steps = page.files(
  'steps/open-ticket.step.ts',
  'steps/assign-ticket.step.ts',
  'steps/good-morning.step.ts',
  'steps/triage_step.py',
)
const infra = page.files('infra.ts')
const cdk = { 'cdk.json': page.take('node infra.ts') }
const extended = page.files('infra.ts')
const tests = page.files('test/tickets.test.ts')

describe.skipIf(missingPython)('the tickets', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await run(project(steps))
  })

  test('are opened, assigned and triaged in both languages', async () => {
    const answer = await fetch(`${app.apiUrl}/tickets/web`, post({ title: 'it is slow' }))
    expect(answer.status).toBe(201)
    const { ticketId } = (await answer.json()) as { ticketId: string }
    await app.idle()
    expect(await app.state.get(`ticket:${ticketId}`)).toEqual({
      title: 'it is slow',
      urgent: false,
      team: 'web',
      status: 'open',
    })
    for (const [step, message] of [
      ['assign-ticket', 'assigning'],
      ['triage', 'triage'],
    ] as const)
      expect(app.logs({ step })).toContainEqual(
        expect.objectContaining({ message, fields: expect.objectContaining({ title: 'it is slow' }) }),
      )
  })

  test('are refused without a title', async () => {
    const answer = await fetch(`${app.apiUrl}/tickets/web`, post({}))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ issues: [{ path: 'title' }] })
  })

  test('are counted every morning', async () => {
    await app.runSchedule(app.schedules()[0]!.name)
    await app.idle()
    expect(app.logs({ step: 'good-morning' })).toContainEqual(
      expect.objectContaining({ message: 'good morning', fields: expect.objectContaining({ open: 1 }) }),
    )
  })

  test('are tested in a test of their own', () => {
    expect(vitest(project(steps, infra, cdk, tests))).toBe(1)
  })
})

describe.skipIf(missingPython)('the stack', () => {
  test('has what the page says, once for each Step', () => {
    const folder = project(steps, infra, cdk)
    const { status, stderr } = shell('npx cdk synth --quiet', folder)
    expect(status, stderr).toBe(0)
    const template = templateOf(folder, 'Tickets')
    expect(ofType(template, 'AWS::Lambda::Function')).toHaveLength(4)
    const assertions = Assertions.fromJSON(template as unknown as Record<string, unknown>)
    // An API, SQS and SNS, EventBridge, DynamoDB, X-Ray.
    assertions.resourcePropertiesCountIs('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /tickets/{team}' }, 1)
    assertions.resourceCountIs('AWS::SQS::Queue', 5)
    assertions.resourceCountIs('AWS::SNS::Topic', 1)
    assertions.resourceCountIs('AWS::DynamoDB::Table', 1)
    assertions.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 6 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Stockholm',
    })
    assertions.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } })
    const roles = ofType(template, 'AWS::Lambda::Function').map(({ Properties }) => JSON.stringify(Properties.Role))
    expect(new Set(roles).size).toBe(4)
    expect(stateActions(template)).toEqual({
      'open-ticket': ['dynamodb:UpdateItem'],
      'assign-ticket': ['dynamodb:GetItem'],
      'good-morning': ['dynamodb:Query'],
      triage: ['dynamodb:GetItem'],
    })
    expect(actionsOf(template, 'open-ticket')).toContain('sns:Publish')
  })

  test('can be extended', () => {
    const more = steps['steps/assign-ticket.step.ts']!.replace('ticket.opened', 'ticket.escalated')
    const template = synth(project(steps, extended, { 'more/escalate.step.ts': more }), 'Tickets')
    expect(ofType(template, 'AWS::Lambda::Function')).toHaveLength(5)
    const functions = Object.entries(template.Resources).filter(
      ([, { Metadata }]) => Metadata?.['motia-aws']?.role === 'function',
    )
    const named = (step: string) => functions.find(([, { Metadata }]) => Metadata?.['motia-aws']?.step === step)?.[0]
    expect(named('escalate')).toBeDefined()
    Assertions.fromJSON(template as unknown as Record<string, unknown>).hasResourceProperties(
      'AWS::CloudWatch::Alarm',
      {
        Threshold: 3,
        EvaluationPeriods: 1,
        Period: 300,
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.exact(named('triage')!) } }],
      },
    )
  })
})

const stateActions = (template: Template) =>
  Object.fromEntries(
    Object.keys(steps).map((file) => {
      const step = path.basename(file).replace(/(?:\.step\.ts|_step\.py)$/, '')
      return [step, actionsOf(template, step).filter((action) => action.startsWith('dynamodb:'))]
    }),
  )
