/** docs/resources.md: the example that spreads an app over stacks. test/synth holds the page's tables. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openPage } from './page.ts'
import { example, ofType, synth } from './project.ts'
import { missingPython } from './python.ts'

const infra = openPage('docs/resources.md').files('infra.ts')

test.skipIf(missingPython)('what is named stays in the root stack, the rest is spread over eight', () => {
  const folder = example({ ...infra, 'cdk.json': '{ "app": "node infra.ts" }' })
  const root = synth(folder, 'Shop')
  const nested = readdirSync(path.join(folder, 'cdk.out')).filter((name) => name.endsWith('.nested.template.json'))
  expect(nested.length).toBeGreaterThan(1)
  expect(nested.length).toBeLessThanOrEqual(8)
  const kept = ofType(root, 'AWS::SQS::Queue').map(({ Metadata }) => Metadata?.['motia-aws']?.step)
  expect(new Set(kept)).toEqual(new Set(['process-payment']))
  expect(ofType(root, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey)).toEqual([
    'POST /orders',
  ])
})
