/** The TypeScript of the pages, checked as in a project of a reader, who need not be as strict as this repository. */
import path from 'node:path'
import ts from 'typescript'
import { root } from './page.ts'

const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile)
const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(config, ts.sys, root).options,
  exactOptionalPropertyTypes: false,
}

/** Each file of the libraries is parsed once for all programs. */
const libraries = new Map<string, ts.SourceFile | undefined>()

/** Compiles files as one program, and returns what is wrong: `steps/a.step.ts: Type 'string' is not ...`. */
export function compile(files: Readonly<Record<string, string>>): string[] {
  // They are nowhere on disk, but inside the repository, so that packages resolve.
  const folder = path.join(root, 'test', '.work', 'types')
  const sources = new Map(Object.entries(files).map(([name, text]) => [path.join(folder, name), text]))
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile, readFile } = host
  host.fileExists = (name) => sources.has(name) || fileExists.call(host, name)
  host.readFile = (name) => sources.get(name) ?? readFile.call(host, name)
  host.getSourceFile = (name, version, onError) => {
    const source = sources.get(name)
    if (source !== undefined) return ts.createSourceFile(name, source, version)
    if (!libraries.has(name)) libraries.set(name, getSourceFile.call(host, name, version, onError))
    return libraries.get(name)
  }
  const program = ts.createProgram([...sources.keys()], options, host)
  const problems = [...sources.keys()].flatMap((name) => {
    const source = program.getSourceFile(name)!
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
  })
  return problems.map(
    ({ file, messageText }) =>
      `${path.relative(folder, file!.fileName)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  )
}
