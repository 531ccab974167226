/** Links between the pages lead somewhere: the file is there, and so is the heading. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { pages, root, textOf } from './page.ts'

/** As GitHub makes them: lower case, no punctuation, hyphens for spaces. */
const anchorsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/ /g, '-'),
  )

const linksOf = (page: string): string[] =>
  [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^https?:/.test(target))

describe.each(pages)('%s', (page) => {
  test('links to what is there', () => {
    const broken = linksOf(page).filter((target) => {
      const [file, anchor] = target.split('#')
      const to = file === '' ? page : path.join(path.dirname(page), file!)
      return !existsSync(path.join(root, to)) || (anchor !== undefined && !anchorsOf(to).includes(anchor))
    })
    expect(broken).toEqual([])
  })
})

test('every page can be reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const page of reached)
    for (const target of linksOf(page)) {
      const to = path.join(path.dirname(page), target.split('#')[0]!)
      if (to.endsWith('.md')) reached.add(to)
    }
  expect(pages.filter((page) => !reached.has(page))).toEqual([])
})
