import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(path.join(tmpdir(), 'motia-create-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function create(cwd: string, ...args: string[]) {
  const main = path.join(import.meta.dirname, '..', 'main.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'create', ...args], { cwd, encoding: 'utf8' })
  return { status, stdout, stderr }
}

it('makes a folder, and says what comes next', () => {
  const { status, stdout } = create(folder, 'one', '--template', 'empty')
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: 'made one from the template "empty"\n\n  cd one\n  npm install\n  npm run dev\n\n',
  })
  expect(JSON.parse(readFileSync(path.join(folder, 'one', 'package.json'), 'utf8'))).toMatchObject({ name: 'one' })
})

it('makes this folder a project when it holds nothing but a repository', () => {
  const here = path.join(folder, 'here')
  mkdirSync(path.join(here, '.git'), { recursive: true })
  expect(create(here, '.').stdout).toBe('made here from the template "orders"\n\n  npm install\n  npm run dev\n\n')
  expect(existsSync(path.join(here, 'steps'))).toBe(true)
})

it.each([
  [['one'], 'one is there already and not empty; choose another folder'],
  [['Bäd näme'], '"bäd näme" cannot be a package\'s name'],
  [['two', '--template', 'other'], 'no template "other"; there are orders, mixed, empty'],
  [['two', 'three'], 'one folder is enough, there are 2: two, three'],
  [[], 'no folder given; `motia-aws create my-app` makes one'],
])('refuses %j', (args, reason) => {
  const { status, stdout, stderr } = create(folder, ...args)
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain(reason)
  expect(existsSync(path.join(folder, 'two'))).toBe(false)
})
