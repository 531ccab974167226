import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fixture } from '../fixture.ts'
import { readProject } from '../index.ts'
import { PARAMETERS } from './parameters.ts'

const project = fixture()
afterAll(() => project.remove())

let count = 0
/** The findings of a cron Step with this handler. */
async function findings(handler: string): Promise<string[]> {
  count += 1
  const file = `case${count}/steps/a_step.py`
  project.write({
    [file]: `from motia import define_step\n\n\n@define_step(type="cron", expression="@daily")\n${handler}\n`,
  })
  const read = await readProject(join(project.root, `case${count}`))
  return read.findings.map(
    ({ severity, rule, location }) => `${severity} ${rule} ${location?.line}:${location?.column}`,
  )
}

describe('the parameters of a handler in Python', () => {
  it('are those that the run time gives, in both languages', () => {
    const runtime = join(import.meta.dirname, '..', '..', '..', 'runtime', 'python')
    const script = 'import json; from motia.step.call_by_name import PARAMETERS; print(json.dumps(PARAMETERS))'
    const given = JSON.parse(execFileSync('python3', ['-B', '-c', script], { cwd: runtime, encoding: 'utf8' }))
    expect(PARAMETERS).toEqual(given)
  })

  it.each([
    ['known ones', `async def handler(state, scheduled_time, traceId): ...`],
    ['a default', `async def handler(state, today=None, *, zone="UTC"): ...`],
    ['whatever there is', `async def handler(*args, **everything): ...`],
  ])('may be %s', async (_, handler) => {
    expect(await findings(handler)).toEqual([])
  })

  it('may be hidden by a decorator', async () => {
    expect(await findings(`@retried\nasync def handler(database): ...`)).toEqual([])
  })

  it('are refused where nothing fills them', async () => {
    expect(await findings(`async def handler(state, data, *, databas): ...`)).toEqual([
      'error unknown-parameter 5:26',
      'error unknown-parameter 5:35',
    ])
  })
})
