/** Every TypeScript block of every page compiles by itself, as a reader who copies it has it. */
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { blocksOf, pages } from './page.ts'

const blocks = pages.flatMap(blocksOf).filter(({ language }) => language === 'ts')

test('there are blocks to compile', () => expect(blocks.length).toBeGreaterThan(10))

test.each(blocks)('$place', ({ file = 'block.ts', text }) => {
  expect(compile({ [file]: text })).toEqual([])
})
