/** The compose files that docs/testing.md starts endpoints with, read by docker-compose, which needs no engine for that. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { commandsOf, root } from './page.ts'

const missing = spawnSync('docker-compose', ['version']).status !== 0
if (missing) console.warn('compose files are not checked: no docker-compose')

const files = commandsOf('docs/testing.md').flatMap(
  ({ command }) => /^docker compose -f (\S+)/.exec(command)?.[1] ?? [],
)

test('there are compose files', () => {
  expect(files.length).toBeGreaterThan(1)
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
})

test.skipIf(missing).each(files)('%s', (file) => {
  const { status, stderr } = spawnSync('docker-compose', ['-f', file, 'config', '--quiet'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
})
