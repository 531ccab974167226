/** The README's first commands, as they are written there: `npm start`, then curl. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ready, start } from './start.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')

test("npm start answers the README's curl", async () => {
  expect(readme).toContain('npm ci && npm start')
  const curl = /^curl -X POST .*?\n.*?\n/m.exec(readme)![0]
  const { found: url, stop } = await start('npm start', root, ready)
  try {
    // The port is another one where 3000 is taken.
    const answer = execFileSync('bash', ['-c', curl.replace('http://localhost:3000', url)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(JSON.parse(answer)).toMatchObject({ customer: 'Ada', total: 9, status: 'open' })
  } finally {
    await stop()
  }
})
