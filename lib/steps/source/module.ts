import { type OxcError, type Program, parseSync } from 'oxc-parser'
import type { Location } from '../model.ts'
import { type Import, type Part, type Statement, statementOf } from './parts.ts'
import { position } from './position.ts'
import { destructuredImports } from './require.ts'
import type { Node } from './syntax.ts'

/** A parsed source file of the project. */
export interface SourceModule {
  /** Absolute. */
  readonly path: string
  /** Project-relative with forward slashes. */
  readonly file: string
  readonly text: string
  readonly program: Program
  readonly errors: readonly OxcError[]
  readonly statements: readonly Statement[]
  /** Local name -> the part that declares it. */
  readonly locals: ReadonlyMap<string, Part>
  /** Local name -> where it is imported from. */
  readonly imports: ReadonlyMap<string, Import>
  /** Export name -> the part that provides it; `'='` for `module.exports = ...`. */
  readonly exports: ReadonlyMap<string, Part>
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[]
}

export function parseModule(path: string, file: string, text: string): SourceModule {
  const { program, errors } = parseSync(path, text, { preserveParens: false })
  const statements = (program.body as Node[]).map(statementOf)
  const locals = new Map<string, Part>()
  const imports = new Map<string, Import>()
  const exports = new Map<string, Part>()
  const stars: string[] = []
  for (const part of statements.flatMap((statement) => statement.parts)) {
    for (const name of part.declares) locals.set(name, part)
    for (const name of part.exports) exports.set(name, part)
    if (part.exports.includes('*') && part.import) stars.push(part.import.source)
    if (part.import && part.declares[0]) imports.set(part.declares[0], part.import)
    const taken = destructuredImports(part.node)
    for (const { imported, local } of taken?.names ?? []) imports.set(local, { source: taken!.source, imported })
  }
  return { path, file, text, program, statements, locals, imports, exports, stars, errors: errors.filter(isError) }
}

function isError(error: OxcError): boolean {
  return String(error.severity) === 'Error'
}

export function locationOf(module: SourceModule, offset: number): Location {
  return { file: module.file, ...position(module.text, offset) }
}
