/** Every code block of the README and the docs: TypeScript compiles, Steps are read without findings, commands exist. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { afterAll, describe, expect, test } from 'vitest'
import { readProject } from '../lib/steps/index.ts'

const root = path.resolve(import.meta.dirname, '..')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

interface Block {
  readonly page: string
  readonly line: number
  readonly language: string
  readonly text: string
}

const blocks: readonly Block[] = pages.flatMap((page) => {
  const source = readFileSync(path.join(root, page), 'utf8')
  return [...source.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map((match) => ({
    page,
    line: source.slice(0, match.index).split('\n').length,
    language: match[1]!,
    text: match[2]!,
  }))
})

const of = (language: string) => blocks.filter((block) => block.language === language)
const place = (block: Block) => `${block.page}:${block.line}`

/** Inside the repository, so that packages resolve. */
mkdirSync(path.join(root, 'test', '.work'), { recursive: true })
const folder = mkdtempSync(path.join(root, 'test', '.work', 'docs-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('there are blocks to test', () => {
  expect(of('ts').length).toBeGreaterThan(10)
  expect(of('sh').length).toBeGreaterThan(5)
  expect(of('python').length).toBeGreaterThan(1)
})

test('TypeScript compiles', () => {
  const files = new Map(of('ts').map((block, index) => [path.join(folder, `block-${index}.ts`), block]))
  for (const [file, block] of files) writeFileSync(file, block.text)
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile)
  const parsedConfig = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  // As in a project of a reader, who need not be as strict as this one.
  const options = { ...parsedConfig.options, exactOptionalPropertyTypes: false }
  const problems = [...files].flatMap(([file, block]) => {
    // One program a block: a declaration that one page merges must not reach another's.
    const program = ts.createProgram([file], options, hostOf(options))
    const source = program.getSourceFile(file)!
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (problem) => `${place(block)}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`,
    )
  })
  expect(problems).toEqual([])
}, 120_000)

/** Parses each file of the libraries once for all programs. */
const parsed = new Map<string, ts.SourceFile | undefined>()
function hostOf(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  return {
    ...host,
    getSourceFile(name, version, onError) {
      if (!parsed.has(name)) parsed.set(name, read(name, version, onError))
      return parsed.get(name)
    },
  }
}

const isStep = (block: Block) => /defineStep\(|@define_step\(/.test(block.text)

test('Steps are read without an error', async () => {
  const steps = blocks.filter((block) => (block.language === 'ts' || block.language === 'python') && isStep(block))
  for (const [index, block] of steps.entries()) {
    // Each is a project of its own: pages reuse names and routes.
    const project = path.join(folder, `project-${index}`)
    mkdirSync(path.join(project, 'steps'), { recursive: true })
    writeFileSync(path.join(project, 'steps', block.language === 'ts' ? 'a.step.ts' : 'a_step.py'), block.text)
    const { steps, findings } = await readProject(project)
    expect(
      findings.filter((finding) => finding.severity === 'error'),
      place(block),
    ).toEqual([])
    expect(steps, place(block)).toHaveLength(1)
  }
}, 120_000)

test.each(of('python').map((block) => [place(block), block] as const))('%s is Python', (_, block) => {
  execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: block.text })
})

describe('commands', () => {
  const scripts = Object.keys(
    (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts,
  )
  const lines = of('sh').flatMap((block) =>
    block.text
      .replace(/\\\n/g, ' ')
      .split('\n')
      .flatMap((line) => line.replace(/\s+#.*$/, '').split('&&'))
      .map((command) => command.trim())
      .filter(Boolean)
      .map((command) => [place(block), command] as const),
  )

  test.each(lines)('%s: %s', (_, command) => {
    const [program, ...args] = command.split(/\s+/)
    if (program === 'npm' && args[0] === 'run') expect(scripts).toContain(args[1])
    else if (program === 'npm') expect(['ci', 'install', 'start', 'test']).toContain(args[0])
    else if (program === 'npx' && args[0] === 'motia-aws') {
      const help = spawnSync(process.execPath, [path.join(root, 'cli', 'main.ts'), args[1]!, '--help'], {
        encoding: 'utf8',
      })
      expect(help.status, help.stderr).toBe(0)
      for (const option of args.filter((arg) => arg.startsWith('--'))) expect(help.stdout).toContain(option)
    } else if (program === 'npx' && args[0] === 'cdk')
      expect(['bootstrap', 'deploy', 'diff', 'watch', 'destroy', 'synth']).toContain(args[1])
    else expect(['curl', 'cd', 'docker', 'pip']).toContain(program)
  })
})
