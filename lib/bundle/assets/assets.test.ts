import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stepOf } from '../fixture.ts'
import { type Contents, hashOf, textContent } from './contents.ts'
import { checkSize } from './size.ts'
import { openStore } from './store.ts'

const files = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.string()), { selector: ([path]) => path })

describe('the hash of an asset', () => {
  it('does not depend on the order of its files', () => {
    fc.assert(
      fc.property(files, (entries) => {
        const contents = (list: typeof entries) => new Map(list.map(([path, value]) => [path, textContent(value)]))
        expect(hashOf(contents([...entries].reverse()))).toBe(hashOf(contents(entries)))
      }),
    )
  })

  it('changes with any content and any path', () => {
    fc.assert(
      fc.property(files, fc.nat(), fc.string({ minLength: 1 }), (entries, at, added) => {
        fc.pre(entries.length > 0)
        const [path, value] = entries[at % entries.length]!
        const before: Contents = new Map(entries.map(([name, content]) => [name, textContent(content)]))
        const edited = new Map(before).set(path, textContent(value + added))
        const moved = new Map(before).set(`${path}${added}\n`, textContent(value))
        expect(hashOf(edited)).not.toBe(hashOf(before))
        expect(hashOf(moved)).not.toBe(hashOf(before))
      }),
    )
  })
})

describe('the store', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'motia-store-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('keeps what was made until an input changes or goes', () => {
    const input = join(folder, 'input')
    writeFileSync(input, 'one')
    openStore(folder).put('key', new Map([['a/b.txt', textContent('made')]]), [input], { from: 'one' })
    const kept = openStore(folder).get<{ from: string }>('key')!
    expect(kept.data).toEqual({ from: 'one' })
    expect(hashOf(kept.contents)).toBe(hashOf(new Map([['a/b.txt', textContent('made')]])))
    writeFileSync(input, 'another')
    expect(openStore(folder).get('key')).toBeUndefined()
    rmSync(input)
    expect(openStore(folder).get('key')).toBeUndefined()
    expect(openStore(folder).get('other key')).toBeUndefined()
  })
})

it('an asset beyond the limit is refused with what takes most of it', () => {
  const contents = new Map([
    ['node_modules/@img/x.so', textContent('x'.repeat(3_000_000))],
    ['index.mjs', textContent('x'.repeat(100))],
  ])
  expect(checkSize(stepOf('a.step.ts'), contents, 4_000_000)).toEqual([])
  expect(checkSize(stepOf('a.step.ts'), contents, 1024 * 1024)[0]!.message).toBe(
    'the function would hold 3 MB, Lambda takes 1 MB; most of it: node_modules/@img 3 MB, index.mjs 1 MB',
  )
})
