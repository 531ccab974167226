import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Project, TopicGraph } from '../../lib/steps/index.ts'

const REPOSITORY = join(import.meta.dirname, '..', '..')

function motiaAws(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(REPOSITORY, 'cli', 'main.ts'), ...args], {
    cwd: REPOSITORY,
    encoding: 'utf8',
    timeout: 15_000,
  })
  return { status, stdout, stderr }
}

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'motia-steps-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'steps'))
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text)
  return root
}

describe('motia-aws steps', () => {
  it('lists Steps with what starts them and who hears what they emit', () => {
    const { status, stdout, stderr } = motiaAws('steps', 'test/projects/motia-0x')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^STEP +STARTED BY +EMITS -> HEARD BY +FILE$/m)
    expect(stdout).toMatch(
      /^OpenTicket +POST \/tickets\/:team +ticket\.opened -> Triage +steps\/open-ticket\.step\.ts$/m,
    )
    expect(stdout).toMatch(/^Customer +\(drawn only\)/m)
  })

  it('prints every finding as file:line: message and ends with 1 when there are errors', () => {
    const { status, stderr } = motiaAws('steps', 'test/projects/bad-input')
    expect(status).toBe(1)
    expect(stderr).toContain(`error    steps/unknown-type.step.ts:4:3: unknown type 'evnt', did you mean 'event'?`)
    expect(stderr).toContain(`warning  steps/unknown-key.step.ts:4:3: unknown key 'subscribe'`)
    expect(stderr).toMatch(/11 errors, 5 warnings\n$/)
  })

  it('prints JSON with the graph', () => {
    const { status, stdout } = motiaAws('steps', 'test/projects/motia-0x', '--json')
    const { steps, graph } = JSON.parse(stdout) as Project & { graph: TopicGraph }
    expect(status).toBe(0)
    expect(steps).toHaveLength(5)
    expect(graph.topics.map((node) => node.topic)).toEqual(['ticket.opened', 'ticket.urgent', 'ticket/triaged'])
  })

  it('says that there is no Python and ends, however long it would have waited for one', () => {
    const root = project({
      'package.json': '{ "motia-aws": { "python": "no-such-python" } }',
      'steps/score_step.py': 'config = {}',
    })
    expect(motiaAws('steps', root)).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error {4}steps\/score_step\.py:1: .*install Python 3\.10 or newer/),
    })
  })

  it('refuses what is no folder, and helps', () => {
    expect(motiaAws('steps', 'no-such-folder')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no-such-folder is no folder'),
    })
    expect(motiaAws('steps', '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('usage: motia-aws steps'),
    })
  })
})
