/** The README's first commands, as they are written there: `npm start`, then curl. */
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..', '..')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')

test("npm start answers the README's curl", async () => {
  expect(readme).toContain('npm ci && npm start')
  const curl = /^curl -X POST .*?\n.*?\n/m.exec(readme)![0]
  const child = spawn('npm', ['start'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const output: string[] = []
  try {
    const url = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          output.push(chunk.toString())
          const found = /API\s+(http:\S+)[\s\S]*Workbench\s+http:\S+/.exec(output.join(''))
          if (found) resolve(found[1]!)
        })
      child.once('close', (code) => reject(new Error(`npm start ended with ${code}:\n${output.join('')}`)))
    })
    // The port is another one where 3000 is taken.
    const answer = execFileSync('bash', ['-c', curl.replace('http://localhost:3000', url)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(JSON.parse(answer)).toMatchObject({ customer: 'Ada', total: 9, status: 'open' })
  } finally {
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
    process.kill(-child.pid!, 'SIGINT')
    await closed
  }
})
