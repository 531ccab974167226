import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { afterAll, describe, expect, it } from 'vitest'
import { fixture } from '../fixture.ts'
import { createModules } from '../source/modules.ts'
import { locateStep } from './locate.ts'
import { sliceConfigs } from './slice.ts'

const project = fixture()
afterAll(() => project.remove())
let count = 0

/** The slices of a Step by file name, without what lies between statements. */
function sliced(files: Readonly<Record<string, string>>): Record<string, string> {
  count += 1
  const folder = `case${count}`
  for (const [file, text] of Object.entries(files)) project.write({ [`${folder}/${file}`]: text })
  const modules = createModules(project.root)
  const steps = [locateStep(modules, modules.load(join(project.root, folder, Object.keys(files)[0]!)))!]
  const slices = sliceConfigs(modules, steps)
  for (const path of slices.paths()) {
    const text = slices.text(path)
    expect(parseSync(path, text).errors, text).toEqual([])
    expect(text.split('\n').length).toBeGreaterThanOrEqual(modules.load(path).text.split('\n').length)
  }
  return Object.fromEntries(
    slices
      .paths()
      .map((path) => [path.slice(project.root.length + folder.length + 2), slices.essence(path).replace(/\s+/g, ' ')]),
  )
}

describe('a slice', () => {
  it('keeps the config and what it reaches, not the handler and what that reaches', () => {
    const slices = sliced({
      'a.step.ts': `#!/usr/bin/env node
import OpenAI from 'openai'
import { a, b } from './topics'
import './register'
const client = new OpenAI()
const flows = ['x'], unused = client.make()
if (!process.env.KEY) throw new Error('no key')
client.start()
export const config = { type: 'event', subscribes: [a], flows }
export const handler = async () => client.use(b)`,
      'topics.ts': `import { connect } from './db'
export const a = 'a'
export const b = connect()`,
      'db.ts': `export const connect = () => { throw new Error() }`,
    })
    expect(slices).toEqual({
      'a.step.ts': `import { a } from './topics'const flows = ['x']export const config = { type: 'event', subscribes: [a], flows }`,
      'topics.ts': `export const a = 'a'`,
    })
  })

  it('takes handler and middleware out wherever they stand in defineStep', () => {
    for (const step of [
      `{ async handler() { return db }, type: 'cron', middleware: [db], expression: '@daily' }`,
      `{ type: 'cron', handler: db, expression: '@daily', middleware: db }`,
      `{ type: 'cron', expression: '@daily', handler, }`,
    ]) {
      const { 'a.step.ts': text } = sliced({
        'a.step.ts': `import { defineStep } from 'motia-aws'\nimport { db } from './db'\nconst handler = db\nexport default defineStep(${step})`,
        'db.ts': 'export const db = 1',
      })
      expect(text).not.toContain('db')
      expect(text).toContain(`type: 'cron'`)
      expect(text).toContain(`expression: '@daily'`)
    }
  })

  it.each([
    [`import d, { x, y } from './m'`, 'd', `import d, { } from './m'`],
    [`import d, { x, y } from './m'`, 'y', `import { y } from './m'`],
    [`import d, { x, y } from './m'`, '[d, x]', `import d, { x } from './m'`],
    [`import d, * as n from './m'`, 'n.x', `import * as n from './m'`],
    [`import { x, type T, y } from './m'`, 'x', `import { x } from './m'`],
    [`const { x, y } = require('./m')`, 'x', `const { x, y } = require('./m')`],
  ])('of %s for %s is %s', (statement, use, kept) => {
    const { 'a.step.ts': text } = sliced({
      'a.step.ts': `${statement}\nexport const config = { type: ${use} }`,
      'm.ts': `export default 1\nexport const x = 1, y = 2\nexport type T = 1`,
    })
    expect(text?.replace(/ +/g, ' ')).toContain(kept)
  })

  it('keeps what changes a value that the config uses', () => {
    const { 'a.step.ts': text } = sliced({
      'a.step.ts': `const flows: string[] = []
for (const name of ['a']) flows.push(name)
Object.assign(flows, ['b'])
other.push(1)
export const config = { type: 'noop', flows }`,
    })
    expect(text).toContain('flows.push(name)')
    expect(text).toContain('Object.assign(flows')
    expect(text).not.toContain('other')
  })

  it('of CommonJS keeps single exports', () => {
    const slices = sliced({
      'a.step.js': `const { A } = require('./topics')
const all = require('./topics')
module.exports = { config: { type: A, name: all.B }, handler: require('./db') }`,
      'topics.js': `exports.A = 'a'\nexports.B = 'b'\nexports.C = connect()`,
      'db.js': '',
    })
    expect(slices).toEqual({
      'a.step.js': `const { A } = require('./topics')const all = require('./topics')module.exports = { config: { type: A, name: all.B } }`,
      'topics.js': `exports.A = 'a'exports.B = 'b'`,
    })
  })
})
