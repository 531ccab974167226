import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Fixture, fixture } from './fixture.ts'
import { createReader, type Project, readProject, type Step } from './index.ts'

const PROJECTS = join(import.meta.dirname, '..', '..', 'test', 'projects')

const made: Fixture[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

function project(files: Readonly<Record<string, string>>): Fixture {
  const one = fixture(files)
  made.push(one)
  return one
}

function stepOf({ steps }: Project, name: string): Step {
  const found = steps.find((step) => step.name === name)
  expect(found, name).toBeDefined()
  return found!
}

function places({ findings }: Project): string[] {
  return findings.map(({ location, rule }) => `${location?.file}:${location?.line} ${rule}`)
}

describe('a Motia 0.x project', () => {
  it('reads unmodified, without the keys that its clients need', async () => {
    const found = await readProject(join(PROJECTS, 'motia-0x'))
    expect(found.findings).toEqual([])
    expect(found.steps.map((step) => step.name)).toEqual([
      'Customer',
      'Nightly Clean-up',
      'Notify',
      'OpenTicket',
      'Triage',
    ])
    expect(stepOf(found, 'OpenTicket')).toMatchObject({
      file: 'steps/open-ticket.step.ts',
      dialect: 'motia',
      flows: ['support'],
      triggers: [
        {
          type: 'api',
          method: 'POST',
          path: '/tickets/:team',
          bodySchema: { properties: { title: { type: 'string', minLength: 3 } }, required: ['title'] },
          responseSchema: { 200: { type: 'object' } },
        },
      ],
      emits: [
        { topic: 'ticket.opened', source: 'stated' },
        { topic: 'ticket.urgent', source: 'stated', label: 'urgent only', conditional: true },
      ],
      state: ['set'],
    })
    expect(stepOf(found, 'Triage')).toMatchObject({
      infrastructure: { handler: { memory: 512, timeout: 30 }, queue: { maxRetries: 5, visibilityTimeout: 60 } },
      environment: ['OPENAI_API_KEY'],
      state: ['get', 'set'],
    })
    expect(stepOf(found, 'Customer')).toMatchObject({
      triggers: [{ type: 'noop' }],
      virtualEmits: [{ topic: '/tickets' }],
    })
  })
})

describe('the forms that a config may have', () => {
  it('are all read without running what they do not reach', async () => {
    const found = await readProject(join(PROJECTS, 'config-forms'))
    const errors = found.findings.filter((finding) => finding.severity === 'error')
    expect(errors).toEqual([])
    expect(stepOf(found, 'Computed')).toMatchObject({
      triggers: [{ subscribes: ['TICKET.OPENED', 'TICKET.CLOSED'] }],
      emits: [{ topic: 'ticket.closed.done' }, { topic: 'ticket.opened' }],
      flows: ['tickets', 'audit'],
    })
    expect(stepOf(found, 'DefaultObject')).toMatchObject({
      dialect: 'motia',
      triggers: [{ type: 'cron', expression: '@daily' }],
    })
    expect(stepOf(found, 'CommonJs').triggers[0]).toMatchObject({ method: 'POST', bodySchema: { required: ['title'] } })
    expect(stepOf(found, 'Exports').triggers[0]).toMatchObject({ subscribes: ['ticket.opened'] })
    expect(stepOf(found, 'Awaited').triggers[0]).toMatchObject({ subscribes: ['ticket.opened'] })
    expect(stepOf(found, 'valibot').triggers[0]).toMatchObject({
      subscribes: ['ticket.opened'],
      patterns: [{ pattern: { source: ['aws.s3'] } }],
      input: true,
    })
    expect(found.findings.find((finding) => finding.rule === 'unknown-schema')).toMatchObject({
      severity: 'warning',
      location: { file: 'steps/valibot_step.ts' },
      message: expect.stringContaining('npm install --save-dev @valibot/to-json-schema'),
    })
    expect(stepOf(found, 'wrapped').triggers[0]).toMatchObject({ auth: 'users', path: '/tickets/:id/*' })
  })

  it('say when a whole file had to be run', async () => {
    const found = await readProject(join(PROJECTS, 'config-forms'))
    expect(stepOf(found, 'SideEffect').triggers[0]).toMatchObject({ subscribes: ['ticket.opened'] })
    expect(found.findings.filter((finding) => finding.rule === 'whole-module')).toMatchObject([
      { severity: 'warning', location: { file: 'steps/side-effect.step.ts' } },
    ])
  })

  it('may come from @motiadev/core or motia', async () => {
    const [ours, theirs] = await Promise.all([
      readProject(join(PROJECTS, '..', '..', 'steps-example')),
      readProject(join(PROJECTS, 'core')),
    ])
    expect(theirs.findings.filter((finding) => finding.severity === 'error')).toEqual([])
    for (const step of theirs.steps) {
      const { triggers, dialect, state } = stepOf(ours, step.name)
      expect({ triggers: step.triggers, dialect: step.dialect, state: step.state }).toEqual({
        triggers,
        dialect,
        state,
      })
    }
  })
})

describe('Python', () => {
  it('is read with its constants, enums and models, and without what its handlers need', async () => {
    const found = await readProject(join(PROJECTS, 'python'))
    expect(found.findings.filter((finding) => finding.severity === 'error')).toEqual([])
    expect(stepOf(found, 'score_ticket')).toMatchObject({
      dialect: 'define-step',
      flows: ['support'],
      emits: [
        { topic: 'ticket.scored', location: { file: 'services/publish.py', line: 2 } },
        { topic: 'ticket.urgent', location: { file: 'services/publish.py', line: 10 } },
      ],
      emitsAnything: false,
      state: ['get', 'set'],
      environment: ['SCORING_KEY'],
    })
    expect(stepOf(found, 'CleanUp')).toMatchObject({ state: ['clear', 'getGroup'], triggers: [{ type: 'cron' }] })
  })

  it('is read by its later name where a file has both', async () => {
    const step = (name: string) =>
      `config = {"type": "cron", "name": "${name}", "cron": "@daily"}\ndef handler(context): ...`
    const { root } = project({
      'src/chat-status.step.py': step('old'),
      'src/chat_status_step.py': step('new'),
      'src/other.step.py': step('other'),
    })
    const found = await readProject(root)
    expect(found.steps.map((item) => item.name)).toEqual(['new', 'other'])
    expect(places(found)).toEqual(['src/chat-status.step.py:1 old-name'])
  })

  it('that is missing is said for each of its Steps, and the others are read', async () => {
    const { root } = project({
      'steps/a.step.ts': `export const config = { type: 'cron', cron: '@daily' }; export const handler = async () => {}`,
      'steps/b_step.py': `config = {}`,
    })
    const found = await readProject(root, { python: '/no/such/python' })
    expect(found.steps.map((step) => step.name)).toEqual(['a'])
    expect(found.findings).toMatchObject([{ rule: 'python-unavailable', location: { file: 'steps/b_step.py' } }])
    expect(found.findings[0]?.message).toContain("'/no/such/python' cannot be run (ENOENT)")
    expect(found.findings[0]?.severity).toBe('error')
    const others = await readProject(root, { python: '/no/such/python', withoutPython: 'leave out' })
    expect(others).toMatchObject({ steps: [{ name: 'a' }], findings: [{ severity: 'warning' }] })
  })
})

describe('bad input', () => {
  it('names a missing package once, where it is imported, also when the config needs it', async () => {
    const { root } = project({
      'steps/a.step.ts': `import { nothing } from 'a-package-that-is-not-installed'
export const config = { type: 'event', name: 'a', subscribes: ['t'], input: nothing.object({}) }
export const handler = async () => {}`,
    })
    const { findings } = await readProject(root)
    expect(findings).toMatchObject([{ rule: 'missing-package', location: { file: 'steps/a.step.ts', line: 1 } }])
  })

  it('is reported all at once, each with file and line', async () => {
    const found = await readProject(join(PROJECTS, 'bad-input'))
    expect(places(found)).toEqual([
      'services/limits.ts:3 config-throws',
      'steps/broken_step.py:1 syntax-error',
      'steps/cron.step.ts:4 bad-cron',
      'steps/missing-package.step.ts:1 missing-package',
      'steps/missing-package.step.ts:3 cycle',
      'steps/no-config.step.ts:1 no-config',
      'steps/orders.step.ts:1 duplicate-name',
      'steps/orders.step.ts:1 duplicate-route',
      'steps/path.step.ts:5 bad-route',
      'steps/raises_step.py:5 config-throws',
      'steps/streams.step.ts:1 unknown-stream',
      'steps/syntax.step.ts:3 syntax-error',
      'steps/unknown-key.step.ts:4 unknown-key',
      'steps/unknown-key.step.ts:7 bad-infrastructure',
      'steps/unknown-key.step.ts:7 unknown-key',
      'steps/unknown-type.step.ts:4 unknown-type',
    ])
    expect(found.findings.filter((finding) => finding.severity === 'warning').map((finding) => finding.rule)).toEqual([
      'cycle',
      'no-config',
      'unknown-stream',
      'unknown-key',
      'unknown-key',
    ])
    const messages = found.findings.map((finding) => finding.message).join('\n')
    for (const part of [
      "did you mean 'event'?",
      "did you mean 'subscribes'?",
      "run 'npm install a-package",
      'set TOPIC_OF_THE_DAY first',
    ]) {
      expect(messages).toContain(part)
    }
    expect(found.findings.find((finding) => finding.rule === 'syntax-error')?.frame).toContain('> 1 |')
  })

  it('is said of topics once all Steps are read, and a file that is no Step does not count', async () => {
    const step = `export const config = { type: 'event', name: 'a', subscribes: ['x'], emits: ['x', 'y'] }; export const handler = async () => {}`
    const rules = async (files: Readonly<Record<string, string>>) => places(await readProject(project(files).root))
    const loose = ['steps/a.step.ts:1 cycle', 'steps/a.step.ts:1 dangling-topic']
    const plain = { 'steps/a.step.ts': step, 'steps/b.step.ts': '', 'steps/c_step.py': '' }
    expect(await rules(plain)).toEqual([...loose, 'steps/b.step.ts:1 no-config', 'steps/c_step.py:1 no-config'])
    expect(await rules({ 'steps/a.step.ts': step, 'steps/b.step.ts': 'export const config = {' })).toEqual([
      'steps/a.step.ts:1 cycle',
      'steps/b.step.ts:1 syntax-error',
    ])
  })

  it.each([
    [
      'steps/a.step.ts',
      `import { defineStep } from 'motia-aws'\nexport const step = defineStep({ type: 'cron', expression: '@daily' })`,
    ],
    [
      'steps/a.step.ts',
      `import { defineStep } from 'motia-aws'\nexport default defineStep({ type: 'event', subscribes: ['x'], emits: ['x'], async handler() {} })`,
    ],
    ['steps/a_step.py', `from motia import define_step`],
  ])('is an error in our own dialect: %s %s', async (file, text) => {
    const { findings } = await readProject(project({ [file]: text }).root)
    expect(findings).toMatchObject([{ severity: 'error', rule: expect.stringMatching(/^(no-config|cycle)$/) }])
  })

  it.each([
    [`defineStep({ type: 'cron', expression: '@daily' })`, 'the Step has no handler: write async handler('],
    [`defineStep({ type: 'cron', expression: '@daily', handler: './later.ts' })`, "no function: it is './later.ts'"],
    [`defineStep({ type: 'event', subscribes: ['a'], input: 42, handler() {} })`, 'input is a schema'],
    [`defineStep({ type: 'event', subscribes: ['a'], input: () => 1, handler() {} })`, 'input is a schema'],
  ])('names what would only fail when it runs: %s', async (step, message) => {
    const text = `import { defineStep } from 'motia-aws'\nexport default ${step}`
    const { findings } = await readProject(project({ 'steps/a.step.ts': text }).root)
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { message: expect.stringContaining(message), location: { file: 'steps/a.step.ts', line: 2 } },
    ])
  })

  it('of a handler is not said where it is made elsewhere, or nothing starts the Step', async () => {
    const { root } = project({
      'steps/a.step.ts': `import { defineStep } from 'motia-aws'\nimport { base } from '../lib/base'\nexport default defineStep({ ...base, type: 'cron', expression: '@daily' })`,
      'steps/b.step.ts': `export * from '../lib/base'\nexport const config = { type: 'cron', cron: '@daily' }`,
      'steps/c.step.ts': `export const config = { type: 'noop', name: 'c', virtualEmits: [] }`,
      'lib/base.ts': 'export const base = { handler: async () => {} }\nexport const { handler } = base',
    })
    expect((await readProject(root)).findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('leaves no file behind when it is killed: it has none in the temp folder', async () => {
    const { root } = project({
      'steps/a.step.ts': `import { readdirSync } from 'node:fs'\nexport const config = { type: 'cron', cron: '@daily', description: 'files: ' + readdirSync(process.env.TMPDIR).join() }\nexport const handler = async () => {}`,
      'tmp/only.txt': '',
    })
    vi.stubEnv('TMPDIR', join(root, 'tmp'))
    onTestFinished(() => void vi.unstubAllEnvs())
    expect((await readProject(root)).steps).toMatchObject([{ description: 'files: only.txt' }])
  })

  it('of a config that never ends is said once, after its ten seconds', async () => {
    const { root } = project({
      'steps/a.step.ts': `const forever = () => { for (;;) {} }\nexport const config = { type: 'cron', cron: forever() }\nexport const handler = async () => {}`,
      'steps/b_step.py': `def forever():\n    while True:\n        pass\n\nconfig = {"type": "cron", "cron": forever()}\ndef handler(context): pass\n`,
      'steps/c.step.ts': `export const config = { type: 'cron', cron: '@daily' }\nexport const handler = async () => {}`,
      'steps/d_step.py': `config = {"type": "cron", "cron": "@daily"}\ndef handler(context): pass\n`,
    })
    const start = performance.now()
    const { steps, findings } = await readProject(root)
    expect(steps.map(({ name }) => name)).toEqual(['c', 'd'])
    const message = 'the config could not be evaluated: it did not finish within 10 s'
    expect(findings).toMatchObject([
      { message, location: { file: 'steps/a.step.ts', line: 2 } },
      { message, location: { file: 'steps/b_step.py', line: expect.any(Number) } },
    ])
    expect(performance.now() - start).toBeLessThan(19_000)
  })

  it('of one Step leaves the others as they are: one ends the process, one lacks a file, one is fine', async () => {
    const { root } = project({
      'steps/ends.step.ts': `process.exit(3)\nexport const config = { type: 'cron', cron: process.exit(3) }\nexport const handler = async () => {}`,
      'steps/fine.step.ts': `export const config = { type: 'cron', cron: '@daily' }\nexport const handler = async () => {}`,
      'steps/other.step.ts': `import { gone } from './not-there'\nexport const config = { type: 'event', subscribes: [gone] }\nexport const handler = async () => {}`,
    })
    const found = await readProject(root)
    expect(found.steps.map((step) => step.name)).toEqual(['fine'])
    expect(places(found)).toEqual(
      expect.arrayContaining(['steps/ends.step.ts:2 config-throws', 'steps/other.step.ts:1 missing-file']),
    )
  })
})

describe('a reader', () => {
  const step = (topic: string, body = '') =>
    `import { topic } from '../lib/topic'\nexport const config = { type: 'event', name: 'a', subscribes: ['${topic}', topic], emits: [] }\nexport const handler = async () => { ${body} }`

  it('sees edits of a config, of a handler, of what a config imports, and new and deleted files', async () => {
    const app = project({ 'steps/a.step.ts': step('one'), 'lib/topic.ts': `export const topic = 'x'` })
    const reader = createReader(app.root)
    const subscribes = async () =>
      (await reader.read()).steps.map((item) => item.triggers[0]?.type === 'event' && item.triggers[0].subscribes)
    expect(await subscribes()).toEqual([['one', 'x']])
    app.write({ 'steps/a.step.ts': step('second') })
    expect(await subscribes()).toEqual([['second', 'x']])
    app.write({ 'lib/topic.ts': `export const topic = 'other'` })
    expect(await subscribes()).toEqual([['second', 'other']])
    app.write({ 'steps/a.step.ts': step('second', 'console.log(process.env.NEW_ONE)') })
    expect((await reader.read()).steps[0]?.environment).toEqual(['NEW_ONE'])
    app.write({
      'steps/b.step.ts': `export const config = { type: 'cron', cron: '@daily' }; export const handler = async () => {}`,
    })
    expect((await reader.read()).steps.map((item) => item.name)).toEqual(['a', 'b'])
  })

  it('gives the same project each time, as plain data', async () => {
    const [first, second] = await Promise.all([
      readProject(join(PROJECTS, 'bad-input')),
      readProject(join(PROJECTS, 'bad-input')),
    ])
    expect(second).toEqual(first)
    expect(JSON.parse(JSON.stringify(first))).toEqual(first)
  })

  it('of a folder without steps or src searches the folder itself, and a file given by name is a Step', async () => {
    const config = `export const config = { type: 'cron', cron: '@daily' }; export const handler = async () => {}`
    const { root } = project({ 'deep/er/a.step.ts': config, 'extra.ts': config, 'dist/b.step.ts': config })
    expect((await readProject(root)).steps.map((item) => item.file)).toEqual(['deep/er/a.step.ts'])
    expect((await readProject(root, { folders: ['extra.ts'] })).steps.map((item) => item.name)).toEqual(['extra'])
  })
})
