/** The packed package in a folder outside the repository: what a newcomer gets. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(path.join(tmpdir(), 'motia-package-'))
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
/** Without what npm tells the scripts of this repository, which the new project's npm must not inherit. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|VITEST|NODE_ENV)/i.test(name)),
)
let tarball: string

function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

beforeAll(() => {
  run(npm, ['run', 'build'], root)
  run(npm, ['pack', '--ignore-scripts', '--pack-destination', folder], root)
  tarball = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!)
  const starter = path.join(folder, 'starter')
  mkdirSync(starter)
  writeFileSync(
    path.join(starter, 'package.json'),
    JSON.stringify({ private: true, devDependencies: { node: '^24.0.0' } }),
  )
  run(npm, ['install', '--no-audit', '--no-fund', tarball], starter)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an older Node makes a project, which brings its own, and is told what the other commands need', () => {
  const older = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.12.0' })`
  const bin = path.join(folder, 'starter', 'node_modules', 'motia-aws', 'cli', 'bin.mjs')
  expect(run(process.execPath, ['--import', older, bin, 'create', 'older'], folder)).toContain('made older')
  expect(() => run(process.execPath, ['--import', older, bin, 'steps'], folder)).toThrow('needs Node 22.16 or newer')
})

describe.each(['mixed', 'empty'])('the template %s', (template) => {
  const name = `my-${template}`
  const project = path.join(folder, 'starter', name)

  test('is made without a question', () => {
    const output = run(
      npx,
      ['motia-aws', 'create', name, '--template', template, '--motia', `file:${tarball}`],
      path.join(folder, 'starter'),
    )
    expect(output).toContain('npm run dev')
    expect(existsSync(path.join(project, '.gitignore'))).toBe(true)
  })

  test('installs, compiles and passes its own test', () => {
    run(npm, ['install', '--no-audit', '--no-fund'], project)
    run(npm, ['run', 'typecheck'], project)
    expect(run(npm, ['test'], project)).toMatch(/1 passed/)
  })

  test('lists its Steps', () => {
    expect(run(npx, ['motia-aws', 'steps'], project)).toContain(template === 'empty' ? 'hello' : 'create-order')
  })

  test('synthesizes', () => {
    run(npx, ['cdk', 'synth', '--quiet'], project)
    expect(readdirSync(path.join(project, 'cdk.out')).some((file) => file.endsWith('.template.json'))).toBe(true)
  })

  test('runs, and stops at Ctrl-C', async () => {
    const child = spawn(npx, ['motia-aws', 'dev', '--port', '0', '--workbench-port', '0'], {
      cwd: project,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const output: string[] = []
    const url = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          output.push(chunk.toString())
          const found = /API\s+(http:\S+)[\s\S]*Workbench\s+http:\S+/.exec(output.join(''))
          if (found) resolve(found[1]!)
        })
      child.once('close', (code) => reject(new Error(`dev ended with ${code}:\n${output.join('')}`)))
    })
    const response = await fetch(`${url}${template === 'empty' ? '/hello' : '/orders/none'}`)
    expect(response.status).toBe(template === 'empty' ? 200 : 404)
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
    process.kill(-child.pid!, 'SIGINT')
    await closed
  })
})
