/** No block is of a kind that nobody thought of, and every page with blocks has a test that runs them. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { blocksOf, isRunHere, pages, textOf } from './page.ts'

describe.each(pages)('%s', (page) => {
  const blocks = blocksOf(page)

  test('has blocks in known languages alone', () => {
    const unknown = blocks.filter(({ language }) => !['ts', 'python', 'json', 'sh', ''].includes(language))
    expect(unknown.map(({ place, language }) => `${place}: ${language}`)).toEqual([])
    // A fence that is indented or made of tildes would not be seen as a block.
    expect(textOf(page).match(/^\s*(?:```|~~~)/gm) ?? []).toHaveLength(2 * blocks.length)
  })

  test.runIf(blocks.some(isRunHere))('has a test that runs its blocks', () => {
    const name = path.basename(page, '.md').toLowerCase()
    expect(existsSync(path.join(import.meta.dirname, `${name}.test.ts`)), `test/docs/${name}.test.ts`).toBe(true)
  })
})
