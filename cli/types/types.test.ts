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

describe('types.d.ts', () => {
  it('types the handlers of a Motia 0.x project: it compiles, and a wrong payload does not', async () => {
    const types = declarations(await readProject(motia))
    const file = join(motia, 'types.d.ts')
    const compile = (edit: (text: string) => string) => {
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
      host.readFile = (path) =>
        path === file ? types : path.endsWith('open-ticket.step.ts') ? edit(read(path) ?? '') : read(path)
      const exists = host.fileExists
      host.fileExists = (path) => path === file || exists(path)
      const source = host.getSourceFile
      host.getSourceFile = (path, ...rest) =>
        path.startsWith(motia) ? ts.createSourceFile(path, host.readFile(path) ?? '', rest[0]) : source(path, ...rest)
      const program = ts.createProgram(
        [file, join(motia, 'steps', 'open-ticket.step.ts'), join(motia, 'steps', 'triage.step.ts')],
        options,
        host,
      )
      return ts.getPreEmitDiagnostics(program).map((item) => ts.flattenDiagnosticMessageText(item.messageText, '\n'))
    }
    expect(compile((text) => text)).toEqual([])
    expect(compile((text) => text.replace("from 'motia'", "from '@motiadev/core'"))).toEqual([])
    expect(compile((text) => text.replace('data: { ticketId } })', 'data: { ticketId: 3 } })'))).toHaveLength(1)
  })

  it('types the topics of defineStep Steps', async () => {
    const types = declarations(await readProject(join(repository, 'steps-example')))
    expect(types).toContain(`declare module 'motia-aws'`)
    expect(types).toMatch(/"order\.created": .*orderId: string/)
  })
})
