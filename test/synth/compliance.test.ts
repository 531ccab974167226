import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack, Validations } from 'aws-cdk-lib'
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StepsApp } from '../../lib/index.ts'
import { mixedSteps } from './large.ts'
import { cron, event, prepared, step } from './steps.ts'

const outdir = mkdtempSync(join(tmpdir(), 'motia-compliance-'))
const root = join(import.meta.dirname, '../..')

beforeAll(() => {
  // With the CDK's own check of every property's type, which the other tests turn off.
  process.env['CDK_VALIDATION'] = 'true'
})

afterAll(() => rmSync(outdir, { recursive: true, force: true }))

describe('cdk-nag', () => {
  const steps = [
    ...mixedSteps(10),
    step('in python', event('x'), { language: 'python' }),
    step('both days', cron('0 12 13 * FRI')),
    step('live', event('x'), { streams: [{ stream: 'progress', operations: ['delete', 'getGroup', 'set'] }] }),
  ]

  test.each([
    ['one stack', {}],
    ['nested stacks', { shards: 3, spread: { stacks: 2 } }],
  ])('finds nothing that is not acknowledged in %s', (name, props) => {
    expect(nag(name, props)).toEqual([])
  })

  test('looks at all: without the acknowledgements it finds what they are about', () => {
    const acknowledge = Validations.prototype.acknowledge
    Validations.prototype.acknowledge = () => {}
    try {
      expect(nag('unacknowledged', {})).toEqual([
        'AwsSolutions-APIG1',
        'AwsSolutions-APIG4',
        'AwsSolutions-IAM5[Resource::*]',
        'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<AppStreamsApi356D4C9C>/streams/POST/@connections/*]',
        'AwsSolutions-L1',
        'AwsSolutions-SQS3',
        'Serverless-APIGWAccessLogging',
        'Serverless-LambdaDLQ',
        'Serverless-LambdaEventSourceMappingDestination',
        'Serverless-LambdaLatestVersion',
        'Serverless-LambdaStarPermissions',
        'Serverless-SQSRedrivePolicy',
      ])
    } finally {
      Validations.prototype.acknowledge = acknowledge
    }
  })

  function nag(name: string, props: object): string[] {
    const folder = join(outdir, name)
    const app = new App({ outdir: folder, analyticsReporting: false })
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))
    const stack = new Stack(app, 'Test')
    new StepsApp(stack, 'App', { prepared: prepared(steps), alarms: true, ...props })
    try {
      app.synth()
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('validation-report.json'))) throw error
    }
    const report = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8')) as {
      pluginReports: { violations: { ruleName: string }[] }[]
    }
    return report.pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName)).sort()
  }
})

describe.skipIf(spawnSync('cfn-lint', ['--version']).error)('cfn-lint', () => {
  test('finds no error in any template', { timeout: 120_000 }, () => {
    const sample = join(outdir, 'sample')
    execFileSync(process.execPath, ['--conditions=motia-aws:source', join(import.meta.dirname, 'sample.ts'), sample])
    const large = new App({ outdir: join(outdir, 'large'), analyticsReporting: false })
    const stack = new Stack(large, 'Large')
    const vpc = new Vpc(stack, 'Vpc') as IVpc
    new StepsApp(stack, 'App', { prepared: prepared(mixedSteps(10)), shards: 1, spread: { stacks: 1 }, vpc })
    large.synth()
    const templates = [sample, join(outdir, 'large')].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.template.json'))
        .map((name) => join(folder, name)),
    )
    expect(templates).toHaveLength(1 + 1 + 3)
    // W3005: the CDK's own DependsOn between a function and its role.
    const { stdout, stderr } = spawnSync('cfn-lint', ['--ignore-checks', 'W3005', '--', ...templates], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(stdout + stderr).toBe('')
  })
})
