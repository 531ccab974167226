import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { readProject } from '../../lib/steps/index.ts'
import { declarations } from './declarations.ts'
import { schemaType } from './schema.ts'

const repository = join(import.meta.dirname, '..', '..')
const motia = join(repository, 'test', 'projects', 'motia-0x')

describe('types of schemas', () => {
  it.each([
    [
      { type: 'object', properties: { id: { type: 'string' }, 'a-b': { type: 'integer' } }, required: ['id'] },
      '{ id: string; "a-b"?: number }',
    ],
    [{ type: 'array', items: { enum: ['a', 1, null] } }, 'Array<"a" | 1 | null>'],
    [{ type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' } }, '[string, ...Array<number>]'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    [{ allOf: [{ const: 'a' }, { type: ['string', 'null'] }] }, '("a") & (string | null)'],
    [{ type: 'object', additionalProperties: { type: 'boolean' } }, 'Record<string, boolean>'],
    [{ $ref: '#/$defs/x' }, 'unknown'],
    [true, 'unknown'],
    [false, 'never'],
  ])('%j', (schema, type) => {
    expect(schemaType(schema)).toBe(type)
  })
})

/** What TypeScript says of a project's Steps with the `types.d.ts` that is made for it; `edit` changes a Step. */
async function compile(project: string, steps: readonly string[], edit = (text: string) => text): Promise<string[]> {
  const types = declarations(await readProject(project))
  const file = join(project, 'types.d.ts')
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, types: ['node'] },
    ...{
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
    },
    paths: { 'motia-aws': [join(repository, 'runtime', 'node', 'index.ts')] },
  }
  const host = ts.createCompilerHost(options)
  const read = host.readFile
  host.readFile = (path) => (path === file ? types : path.endsWith(steps[0]!) ? edit(read(path) ?? '') : read(path))
  const exists = host.fileExists
  host.fileExists = (path) => path === file || exists(path)
  const source = host.getSourceFile
  host.getSourceFile = (path, ...rest) =>
    path.startsWith(project) ? ts.createSourceFile(path, host.readFile(path) ?? '', rest[0]) : source(path, ...rest)
  const program = ts.createProgram([file, ...steps.map((name) => join(project, 'steps', name))], options, host)
  return ts.getPreEmitDiagnostics(program).map((item) => ts.flattenDiagnosticMessageText(item.messageText, '\n'))
}

describe('types.d.ts', () => {
  it('types the handlers of a Motia 0.x project: it compiles, and a wrong payload does not', async () => {
    const steps = ['open-ticket.step.ts', 'triage.step.ts']
    expect(await compile(motia, steps)).toEqual([])
    const wrong = (text: string) => text.replace('data: { ticketId } })', 'data: { ticketId: 3 } })')
    expect(await compile(motia, steps, wrong)).toHaveLength(1)
    expect(await compile(motia, steps, (text) => text.replace("from 'motia'", "from '@motiadev/core'"))).toEqual([])
  })

  it('types the streams of a Motia 0.x project: a wrong item does not compile, nor a wrong name', async () => {
    const steps = ['start.step.ts', 'finish.step.ts', 'inbox.stream.ts']
    const project = join(repository, 'test', 'projects', 'streams')
    expect(await compile(project, steps)).toEqual([])
    expect(await compile(project, steps, (text) => text.replace('percent: 0', `percent: 'none'`))).toHaveLength(1)
    expect(await compile(project, steps, (text) => text.replace('streams.progress', 'streams.progres'))).toHaveLength(1)
  })

  it('types the topics of defineStep Steps', async () => {
    const types = declarations(await readProject(join(repository, 'steps-example')))
    expect(types).toContain(`declare module 'motia-aws'`)
    expect(types).toMatch(/"order\.created": .*orderId: string/)
  })
})
