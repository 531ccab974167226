/** Every benchmark runs as CONTRIBUTING.md says and prints what it is for. How fast anything is, is not asserted. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { extents } from './extent.ts'

const root = path.resolve(import.meta.dirname, '..')

/** The rows of the tables, columns of what is compared, and where there is no table the lines. */
const printed: Readonly<Record<keyof typeof extents.quick, readonly string[]>> = {
  bundle: ['10 Steps', '10 Steps, no two use the same', 'esbuild call per Step', 'NodejsFunction'],
  cold: [
    'empty',
    'ours-api',
    'api-powertools',
    'api-middy',
    'ours-event',
    'event-sdk',
    'event-powertools',
    'event-middy',
  ],
  local: [
    'start to first answer, 10 Steps',
    'hello, 10 connections',
    'POST + state + emit, 10 connections',
    'emit to handler, one at a time',
    'serverless-offline: hello, 10 connections',
  ],
  python: ['api: bare', 'api: ours', 'api: powertools', 'event: bare', 'event: ours', 'event: powertools'],
  read: ['all, ms', 'again, ms', 'handler edited, ms', 'config edited, ms'],
  reload: ['8 Steps  median'],
  synth: ['10 api, motia-aws', '10 api, NodejsFunction', '10 mixed, motia-aws', '10 mixed, NodejsFunction'],
  warm: ['ours', 'bare', 'zod', 'sdk', 'powertools', 'middy'],
}

test.each(Object.entries(printed))('npm run bench -- %s --quick', (name, words) => {
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'bench', '--', name, '--quick'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
  const cells = stdout.split('│').map((cell) => cell.trim())
  const lines = stdout.split('\n').map((line) => line.trim())
  expect(words.filter((text) => !cells.includes(text) && !lines.some((line) => line.startsWith(text)))).toEqual([])
})
