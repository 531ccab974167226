/** docs/deploy.md: its CDK programs, in the example. `localstack/` deploys them. */
import { expect, test } from 'vitest'
import { commandsOf, openPage, root } from './page.ts'
import { actionsOf, example, ofType, shell, synth } from './project.ts'
import { missingPython } from './python.ts'

const page = openPage('docs/deploy.md')
const infra = page.files('infra.ts')
const cdk = { 'cdk.json': page.take('"app"') }
const extended = page.files('infra.ts')

const audit = `import { defineStep } from 'motia-aws'
export default defineStep({ type: 'event', subscribes: ['order.created'], async handler() {} })
`

test.skipIf(missingPython)('the stack prints what the page says', () => {
  const { Outputs = {} } = synth(example({ ...infra, ...cdk }), 'Shop')
  expect(Object.values(Outputs).map(({ Description }) => Description)).toEqual([
    expect.stringContaining('API'),
    expect.stringContaining('table'),
    expect.stringContaining('traces'),
    expect.stringContaining('dashboard'),
  ])
})

test.skipIf(missingPython)('a Step from elsewhere, a queue that subscribes, and a permission are added', () => {
  const template = synth(example({ ...extended, ...cdk, 'more/audit.step.ts': audit }), 'Shop')
  const queue = Object.keys(template.Resources).find((name) => name.startsWith('Elsewhere'))!
  expect(actionsOf(template, 'audit')).toContain('sqs:ReceiveMessage')
  expect(ofType(template, 'AWS::SNS::Subscription').map(({ Properties }) => Properties.Endpoint)).toContainEqual({
    'Fn::GetAtt': [queue, 'Arn'],
  })
  const policies = ofType(template, 'AWS::IAM::Policy').map(({ Properties }) => JSON.stringify(Properties))
  expect(policies).toEqual([expect.stringMatching(new RegExp(`sqs:SendMessage.*${queue}`))])
})

test('the commands for operating it take the options that the page names', () => {
  const names = commandsOf('docs/deploy.md').flatMap(
    ({ command }) => /^npx motia-aws ([a-z]+)/.exec(command)?.[1] ?? [],
  )
  expect(names).toContain('dlq')
  for (const name of new Set(names.filter((name) => !['create', 'dev'].includes(name)))) {
    const { status, stdout } = shell(`node cli/main.ts ${name} --help`, root)
    expect(status).toBe(0)
    for (const option of ['--stack', '--region', '--endpoint', '--json']) expect(stdout, name).toContain(`${option} `)
  }
})
