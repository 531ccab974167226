import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { StreamDefinition } from '../../steps/model.ts'
import { fixture } from '../fixture.ts'
import { installedRuntime } from '../runtime/location.ts'
import { bundleGateway } from './gateway.ts'
import { canAccess, onlyPart } from './part.ts'

const made: { remove(): void }[] = []
afterAll(() => {
  for (const one of made) one.remove()
})

const stream = (name: string, guarded = false): StreamDefinition => {
  const file = `steps/${name}.stream.ts`
  return { name, file, location: { file, line: 1 }, language: 'node', guarded }
}

/** Bundles the gateway of a project with these files; `code` is all that it holds. */
async function gateway(
  files: Readonly<Record<string, string>>,
  streams: readonly StreamDefinition[],
  streamAuth?: string,
) {
  const { root, outdir, write, remove } = fixture(files)
  made.push({ remove })
  const project = { root, steps: [], streams, findings: [], ...(streamAuth === undefined ? {} : { streamAuth }) }
  const bundle = () => bundleGateway(project, { outdir }, installedRuntime)
  const { asset, findings, watched } = await bundle()
  const code = asset
    ? readdirSync(asset.directory).map((name) => readFileSync(join(asset.directory, name), 'utf8'))
    : []
  return {
    asset,
    findings,
    watched: watched.map((path) => path.slice(root.length + 1)),
    code: code.join('\n'),
    bundle,
    write,
  }
}

const guard = `import { z } from 'a-schema-library'
import { allows } from '../services/access'
export const config = {
  name: 'inbox',
  schema: z.object({ text: z.string() }),
  canAccess: (subscription: { groupId: string }, user: string) => allows(subscription.groupId, user),
  baseConfig: { storageType: 'default' },
}`
const access = `export const allows = (group: string, user: string) => group === user`

describe('the gateway of streams', () => {
  it('is nothing in a project without streams', async () => {
    expect(await gateway({}, [])).toMatchObject({ asset: undefined, findings: [], watched: [] })
  })

  it('holds what guards a stream, without its schema and what that imports, and none of the other stream files', async () => {
    const files = { 'steps/inbox.stream.ts': guard, 'services/access.ts': access, 'steps/open.stream.ts': 'throw 1' }
    const { code, findings, watched } = await gateway(files, [stream('inbox', true), stream('open')])
    expect(findings).toEqual([])
    expect(code).toContain('group === user')
    expect(code).not.toContain('a-schema-library')
    expect(watched.sort()).toEqual(['services/access.ts', 'steps/inbox.stream.ts'])
  })

  it('holds the streamAuth of motia.config, without plugins that need not be installed', async () => {
    const config = `import { config } from 'motia'
import states from '@motiadev/plugin-states/plugin'
import { verify } from './services/access'
export default config({ plugins: [states], streamAuth: { authenticate: ({ url }) => verify(url) } })`
    const files = {
      'motia.config.ts': config,
      'services/access.ts': `export const verify = (url: string) => url + '?'`,
    }
    const { code, findings } = await gateway(files, [stream('open')], 'motia.config.ts')
    expect(findings).toEqual([])
    expect(code).toContain(`url + "?"`)
    expect(code).not.toContain('plugin-states')
  })

  it('keeps its hash until what it holds changes', async () => {
    const files = { 'steps/inbox.stream.ts': guard, 'services/access.ts': access }
    const { asset, bundle, write } = await gateway(files, [stream('inbox', true)])
    write({ 'steps/inbox.stream.ts': guard.replace('z.string()', 'z.number()') })
    expect((await bundle()).asset?.hash).toBe(asset?.hash)
    write({ 'services/access.ts': access.replace('===', '!==') })
    expect((await bundle()).asset?.hash).not.toBe(asset?.hash)
  })

  it('says where it cannot be bundled, and watches what may mend it', async () => {
    const files = { 'steps/inbox.stream.ts': guard }
    const { asset, findings, watched } = await gateway(files, [stream('inbox', true)])
    expect(asset).toBeUndefined()
    expect(findings).toMatchObject([
      { severity: 'error', rule: 'missing-module', location: { file: 'steps/inbox.stream.ts', line: 2 } },
    ])
    expect(watched).toEqual(['steps/inbox.stream.ts'])
  })

  it('comes up where it is loaded, whatever its streams are called', async () => {
    const files = { 'steps/__proto__.stream.ts': guard, 'services/access.ts': access }
    const { asset, code } = await gateway(files, [stream('__proto__', true)])
    expect(code).toMatch(/\["__proto__"\]: ?\w/)
    const { handler } = (await import(join(asset!.directory, 'index.mjs'))) as { handler: unknown }
    expect(handler).toBeTypeOf('function')
  })
})

describe('what the gateway needs of what a file exports', () => {
  const b = { wanted: 'b', needs: (name: string) => name === 'b' }
  it.each([
    ['of a constant', `export const config = { a: 1, b: 2 }`, `export const config = {       b: 2 }`],
    ['of the default', `export default { b: 2, a: 1 }`, `export default { b: 2,      }`],
    [
      'with a type',
      `const c: C = { a: 1, b: 2 } satisfies C\nexport default c`,
      `const c: C = {       b: 2 } satisfies C\nexport default c`,
    ],
    [
      'of several lines',
      `export default {\n  a: {\n    x: 1 },\n  b: 2,\n}`,
      `export default {\n      \n           \n  b: 2,\n}`,
    ],
    ['beside what may have any name', `export default { ...x, [a]: 1, b: 2 }`, `export default { ...x, [a]: 1, b: 2 }`],
    ['of what is computed', `export default make()`, `export default make()`],
    ['of what is made of other properties', `export default make({ a: 1 })`, `export default make({ a: 1 })`],
    ['of a file that cannot be parsed', `export default {`, `export default {`],
  ])('%s', (_, text, expected) => {
    expect(onlyPart('x.ts', text, b)).toBe(expected)
  })

  it('is of a stream all that canAccess may look at', () => {
    const text = `export const config = { owners: ['ada'], schema: s, canAccess() { return this.owners } }`
    expect(onlyPart('x.ts', text, canAccess)).toBe(text.replace('schema: s,', ' '.repeat(10)))
  })
})
