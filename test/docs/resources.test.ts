/** docs/resources.md: the example that spreads an app over stacks. test/synth holds the page's tables. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openPage, textOf } from './page.ts'
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

test('the sums of the costs are right, and docs/cost.md says the same', () => {
  const rows = /^For a million runs[\s\S]*?\*\*sum\*\*.*$/m.exec(textOf('docs/resources.md'))![0].split('\n').slice(4)
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(2, 5)
      .map((cell) => Number(/[\d.]+/.exec(cell)![0])),
  )
  const sums = cells.pop()!
  for (const [column, sum] of sums.entries())
    expect(cells.reduce((total, row) => total + row[column]!, 0)).toBeCloseTo(sum, 5)
  const [, least, most] = /A million runs of a Step cost between (\d[\d.]*) and (\d[\d.]*\d) USD/.exec(
    textOf('docs/cost.md'),
  )!
  for (const sum of sums) expect(Number(least) <= sum && sum <= Number(most)).toBe(true)
  const idle = /\| event Step +\| ([\d.]+) /.exec(textOf('docs/resources.md'))![1]!
  expect(textOf('docs/cost.md')).toContain(`${idle} USD a month for each event Step`)
})
