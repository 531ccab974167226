/** docs/testing.md: its tests, in the example. */
import { expect, test } from 'vitest'
import { openPage, textOf } from './page.ts'
import { example, run, vitest } from './project.ts'
import { missingPython } from './python.ts'

const tests = openPage('docs/testing.md').files('test/orders.test.ts', 'test/cleanup.test.ts')

test.skipIf(missingPython)('the tests pass in the example', () => {
  expect(vitest(example(tests))).toBe(2)
})

test('all calls of the table are there', async () => {
  const app = await run(example({}))
  const calls = [...textOf('docs/testing.md').matchAll(/^\| `app\..*?\|/gm)].flatMap(([row]) =>
    [...row.matchAll(/`(?:app\.)?([\w.]+)/g)].map(([, name]) => name!),
  )
  expect(calls.length).toBeGreaterThan(10)
  const members = new Set([
    ...Object.keys(app),
    ...Object.keys(app.state),
    ...Object.keys(app.state).map((name) => `state.${name}`),
  ])
  expect(calls.filter((name) => !members.has(name))).toEqual([])
})
