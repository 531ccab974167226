import { afterAll, describe, expect, it } from 'vitest'
import { fixture } from './fixture.ts'
import { readProject } from './index.ts'

const project = fixture()
afterAll(() => project.remove())
const handler = (body: string) =>
  `export const config = { type: 'cron', name: 'a', cron: '0 * * * *', emits: [] }\nexport const handler = async ({ streams }) => { ${body} }`

describe('stream files', () => {
  it('are read without what canAccess reaches, in both languages', async () => {
    project.write({
      'both/steps/chat.stream.ts': `import { z } from 'zod'
import { OpenAI } from './needs-a-key'
const client = new OpenAI()
export const config = {
  name: 'chat',
  schema: z.object({ id: z.string(), text: z.string() }),
  baseConfig: { storageType: 'default' },
  canAccess: (subscription, context) => client.allows(subscription.groupId, context),
}`,
      'both/steps/needs-a-key.ts': `export class OpenAI { constructor() { throw new Error('no key') } }`,
      'both/steps/board_stream.py': `config = {"name": "board", "schema": {"type": "object"}, "baseConfig": {"storageType": "default"}}`,
      'both/steps/a.step.ts': handler(`await streams.chat.set('g', 'i', {}); await streams.board.getGroup('g')`),
    })
    const { steps, streams, findings } = await readProject(`${project.root}/both`)
    expect(findings).toEqual([])
    expect(streams).toEqual([
      {
        name: 'board',
        file: 'steps/board_stream.py',
        location: { file: 'steps/board_stream.py', line: 1, column: 10 },
        language: 'python',
        schema: { type: 'object' },
        guarded: false,
      },
      {
        name: 'chat',
        file: 'steps/chat.stream.ts',
        location: { file: 'steps/chat.stream.ts', line: 4, column: 23 },
        language: 'node',
        schema: expect.objectContaining({ required: ['id', 'text'] }),
        guarded: true,
      },
    ])
    expect(steps[0]?.streams).toEqual([
      { stream: 'board', operations: ['getGroup'] },
      { stream: 'chat', operations: ['set'] },
    ])
  })

  it('take their name from the file when they have none', async () => {
    project.write({
      'unnamed/src/progress.stream.js': `exports.config = { schema: {}, baseConfig: { storageType: 'default' } }`,
    })
    expect((await readProject(`${project.root}/unnamed`)).streams).toMatchObject([{ name: 'progress', guarded: false }])
  })

  it('are guarded by a canAccess, wherever their file gives it', async () => {
    const rest = `name: 'chat', schema: {}, baseConfig: { storageType: 'default' }`
    const forms = [
      `export const config = { ${rest}, canAccess() { return false } }`,
      `import { canAccess } from '../access'\nexport const config = { ${rest}, canAccess }`,
      `import * as access from '../access'\nexport const config = { ...access, ${rest} }`,
      `export const config = Object.freeze({ ${rest}, ['canAccess']: () => false })`,
      `export const config: any = { ${rest} }\nconfig.canAccess = () => false`,
      `export const config = { ${rest} }\nObject.assign(config, { canAccess: () => false })`,
      `export default { ${rest}, canAccess: () => false }`,
    ]
    forms.forEach((text, index) => {
      project.write({
        [`guard-${index}/steps/chat.stream.ts`]: text,
        [`guard-${index}/access.ts`]: `export const canAccess = () => false`,
      })
    })
    const read = await Promise.all(forms.map((_, index) => readProject(`${project.root}/guard-${index}`)))
    expect(read.map(({ streams }) => streams[0]?.guarded)).toEqual(forms.map(() => true))
  })

  it('are not guarded in Python: that is an error, for else everybody could join', async () => {
    const config = (access: string) =>
      `config = {"name": "chat", "schema": {"type": "object"}, "${access}": lambda s, user: False}`
    project.write({
      'python-guard/steps/a_stream.py': config('canAccess'),
      'python-guard/steps/b_stream.py': config('can_access'),
    })
    const { streams, findings } = await readProject(`${project.root}/python-guard`)
    expect(streams).toEqual([])
    expect(findings).toMatchObject(
      ['a', 'b'].map((name) => ({
        severity: 'error',
        rule: 'python-can-access',
        message: expect.stringContaining(`write this file in TypeScript, as steps/${name}.stream.ts`),
        location: { file: `steps/${name}_stream.py`, line: 1 },
      })),
    )
  })

  it('are refused when they are wrong: one error each, with its place', async () => {
    project.write({
      'wrong/steps/one.stream.ts': `export const config = { name: 'same', schema: {}, baseConfig: { storageType: 'default' } }`,
      'wrong/steps/two.stream.ts': `\nexport const config = { name: 'same', schema: {}, baseConfig: { storageType: 'custom', factory: () => null } }`,
      'wrong/steps/no-config.stream.ts': `export const schema = {}`,
      'wrong/steps/name.stream.ts': `export const config = { name: 3, schema: {}, baseConfig: { storageType: 'default' } }`,
      'wrong/steps/a.step.ts': handler(`await streams.sane.set('g', 'i', {})`),
    })
    const { findings } = await readProject(`${project.root}/wrong`)
    expect(
      findings.map(({ location, rule, message }) => `${location?.file}:${location?.line} ${rule} ${message}`),
    ).toEqual([
      `steps/a.step.ts:1 unknown-stream 'a' uses the stream 'sane', which no stream file defines: did you mean 'same'?`,
      `steps/name.stream.ts:1 bad-value name of a stream is a string (it is 3)`,
      `steps/no-config.stream.ts:1 no-config this stream file exports no config: write export const config = { name, schema, baseConfig: { storageType: 'default' } }`,
      `steps/two.stream.ts:2 custom-storage storageType 'custom' is not used: the stream is kept in DynamoDB, write storageType: 'default'`,
      `steps/two.stream.ts:2 duplicate-stream two streams are named 'same': the other is steps/one.stream.ts:1; rename one of them`,
    ])
  })
})

describe('who a client of streams is', () => {
  const stream = `export const config = { name: 'chat', schema: {}, baseConfig: { storageType: 'default' } }`
  const forms: Record<string, string> = {
    'in an object': `export default { streamAuth: { authenticate: () => null } }`,
    'in a call': `import { config } from '@motiadev/core'\nexport default config({ plugins: [], streamAuth: { authenticate: () => null } })`,
    'in a constant': `import type { Config } from 'motia'\nconst config: Config = { streamAuth }\nexport default config`,
  }
  for (const [name, text] of Object.entries(forms)) {
    it(name, async () => {
      const folder = `auth-${Object.keys(forms).indexOf(name)}`
      project.write({ [`${folder}/steps/chat.stream.ts`]: stream, [`${folder}/motia.config.ts`]: text })
      expect((await readProject(`${project.root}/${folder}`)).streamAuth).toBe('motia.config.ts')
    })
  }

  it('is nobody without streamAuth', async () => {
    project.write({ 'open/steps/chat.stream.ts': stream, 'open/motia.config.ts': `export default { plugins: [] }` })
    expect(await readProject(`${project.root}/open`)).not.toHaveProperty('streamAuth')
  })
})

describe('streams that Python code uses', () => {
  const cases: Record<string, readonly [string, readonly string[]]> = {
    'a call': [`await context.streams.chat.set("g", "i", {})`, ['chat.set']],
    'an alias and a group': [`chat = context.streams.chat\n    await chat.get_group("g")`, ['chat.getGroup']],
    'one that is given away': [
      `publish(context.streams.chat)`,
      ['chat.delete', 'chat.get', 'chat.getGroup', 'chat.send', 'chat.set'],
    ],
    'a name that cannot be known': [
      `await getattr(context.streams, name).send({}, {})`,
      ['*.delete', '*.get', '*.getGroup', '*.send', '*.set'],
    ],
  }
  for (const [name, [body, expected]] of Object.entries(cases)) {
    it(name, async () => {
      const folder = `python-${Object.keys(cases).indexOf(name)}`
      project.write({
        [`${folder}/steps/a_step.py`]: `config = {"type": "cron", "name": "a", "cron": "0 * * * *", "emits": ["x"]}\nasync def handler(context):\n    ${body}\n`,
      })
      const { steps } = await readProject(`${project.root}/${folder}`)
      const used = steps[0]!.streams.flatMap(({ stream, operations }) => operations.map((each) => `${stream}.${each}`))
      expect(used).toEqual(expected)
    })
  }
})
