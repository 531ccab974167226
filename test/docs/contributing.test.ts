/** CONTRIBUTING.md: the map of the house names the folders that are there, and no others. */
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commandsOf, openPage, pages, root } from './page.ts'
import { shell } from './project.ts'

const map = openPage('CONTRIBUTING.md').take('build time: step files in')

test('the map of the house is the house', () => {
  const drawn: string[] = []
  for (const [, indent, name] of map.matchAll(/^( *)([\w-]+)\/ /gm)) {
    const parent = indent === '' ? '' : `${drawn.findLast((folder) => !folder.includes('/'))}/`
    drawn.push(`${parent}${name}`)
  }
  const there = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .flatMap((file) => [file.split('/').slice(0, -1)[0], file.split('/').slice(0, -1).slice(0, 2).join('/')])
  expect(drawn.filter((folder) => !there.includes(folder))).toEqual([])
  const top = new Set(there.filter((folder) => folder && !folder.includes('/') && !folder.startsWith('.')))
  expect([...top].filter((folder) => !drawn.includes(folder!))).toEqual([])
})

test('the benchmarks of all pages are there', () => {
  const { status, stderr } = shell('npm run bench -- --help', root)
  expect(status).toBe(0)
  const names = pages.flatMap(commandsOf).flatMap(({ command }) => /^npm run bench -- (\w+)/.exec(command)?.[1] ?? [])
  expect(names.length).toBeGreaterThan(3)
  for (const name of names) expect(stderr).toMatch(new RegExp(`name is one of:.*\\b${name}\\b`))
})
