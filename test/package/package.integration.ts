/** The packed package in a folder outside the repository: what a newcomer gets. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ready, start } from './start.ts'

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

/** A command as a page has it. */
function shell(command: string, cwd: string): string {
  return execFileSync(command, { cwd, env, encoding: 'utf8', shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
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

describe.each([
  ['mixed', 'my-app'],
  ['empty', 'my-empty'],
])('the template %s', (template, name) => {
  const project = path.join(folder, 'starter', name)

  test('is made without a question', () => {
    const create =
      template === 'mixed'
        ? 'npx motia-aws create my-app --template mixed'
        : `npx motia-aws create ${name} --template empty`
    const output = shell(`${create} --motia file:${tarball}`, path.join(folder, 'starter'))
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
    const dev = await start('npx motia-aws dev --port 0 --workbench-port 0', project, ready, env)
    try {
      const response = await fetch(`${dev.found}${template === 'empty' ? '/hello' : '/orders/none'}`)
      expect(response.status).toBe(template === 'empty' ? 200 : 404)
      if (template === 'mixed') await lookAt(project, dev.found)
    } finally {
      await dev.stop()
    }
  })
})

/** The README's commands for seeing what happened. */
async function lookAt(project: string, url: string): Promise<void> {
  const order = { customer: 'Ada', email: 'ada@example.com', items: [{ sku: 'tea', quantity: 2, price: 4.5 }] }
  await fetch(`${url}/orders`, post(order))
  expect(shell('npx motia-aws traces --errors --local', project)).toContain('no traces')
  expect(shell('npx motia-aws dlq list --local', project)).toContain('process-payment')
  const logs = await start('npx motia-aws logs process-payment --follow --local', project, /order paid/, env)
  await logs.stop()
}

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

test('a project of Motia 0.x runs after the two commands of docs/from-motia.md', async () => {
  const project = path.join(folder, 'support-desk')
  cpSync(path.join(root, 'test', 'projects', 'motia-0x'), project, { recursive: true })
  // Without Motia itself: what its Steps import is this runtime, and installing it fetches a Redis server.
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ private: true, dependencies: { zod: '^4.0.0' } }))
  const install = 'npm install --save-dev motia-aws aws-cdk aws-cdk-lib constructs node@24'
  shell(`${install.replace('motia-aws', tarball)} --no-audit --no-fund`, project)
  const dev = await start('npx motia-aws dev', project, ready, env)
  try {
    const answer = await fetch(`${dev.found}/tickets/web`, post({ title: 'it is slow' }))
    expect(await answer.json()).toEqual({ ticketId: expect.any(String) })
  } finally {
    await dev.stop()
  }
})
