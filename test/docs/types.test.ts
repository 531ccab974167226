/** Every TypeScript block of every page compiles by itself, as a reader who copies it has it. */
import { expect, test } from 'vitest'
import { compile } from './compile.ts'
import { type Block, blocksOf, pages } from './page.ts'

const blocks = pages.flatMap(blocksOf).filter(({ language }) => language === 'ts')
/** What one page declares for all files must not reach another's. */
const declares = ({ text }: Block): boolean => text.includes('declare module')

const files = (of: readonly Block[]) =>
  Object.fromEntries(of.map(({ place, file = 'block.ts', text }) => [`${place.replace(':', ' line ')}/${file}`, text]))

test('the blocks compile', () => {
  expect(blocks.length).toBeGreaterThan(10)
  expect(compile(files(blocks.filter((block) => !declares(block))))).toEqual([])
}, 120_000)

test.each(blocks.filter(declares))('$place', (block) => expect(compile(files([block]))).toEqual([]), 120_000)
