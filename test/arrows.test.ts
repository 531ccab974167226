import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

/** What each part may import of the others; `types` are erased, so they bind nothing at run time. */
const arrows: Readonly<Record<string, { readonly code: readonly string[]; readonly types: readonly string[] }>> = {
  runtime: { code: [], types: [] },
  emulator: { code: [], types: [] },
  lib: { code: [], types: ['runtime'] },
  cli: { code: ['emulator', 'lib'], types: ['emulator', 'lib', 'runtime'] },
  workbench: { code: [], types: ['cli', 'emulator', 'lib'] },
}

interface Import {
  readonly file: string
  readonly part: string
  readonly target: string
  readonly typeOnly: boolean
}

const statement = /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?'(\.[^']+)'|import\('(\.[^']+)'\)/g

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(m?ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/\.test\.tsx?$|\/templates\/|\/test\/|\/testing\/|\/mock\/|fixture\.ts$/.test(file))
}

function importsOf(part: string): Import[] {
  return sourcesIn(path.join(root, part)).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(statement)].flatMap((match) => {
      const id = match[3] ?? match[4]!
      const target = path.relative(root, path.resolve(path.dirname(file), id)).split(path.sep)[0]!
      return target === part
        ? []
        : [{ file: path.relative(root, file), part, target, typeOnly: match[2] !== undefined }]
    }),
  )
}

test.each(Object.keys(arrows))('%s imports only what the design allows', (part) => {
  const { code, types } = arrows[part]!
  const wrong = importsOf(part).filter(
    ({ target, typeOnly }) => target in arrows && !(typeOnly ? types : code).includes(target),
  )
  expect(wrong).toEqual([])
})

test('the rule sees what it guards', () => {
  expect(importsOf('cli').some(({ target }) => target === 'emulator')).toBe(true)
})

test('a Lambda carries the runtime: it imports no package but its schema validator, loaded when first used', () => {
  const packages = sourcesIn(path.join(root, 'runtime', 'node')).flatMap((file) =>
    [
      ...readFileSync(file, 'utf8').matchAll(
        /(?:^|\n)\s*(?:import|export)\s+(?!type\s)(?:[^'"`;]*?\sfrom\s+)?'([^.'][^']*)'/g,
      ),
    ]
      .map((match) => match[1]!)
      .filter((id) => !id.startsWith('node:')),
  )
  // That it is loaded when first used, runtime/node/start-up.test.ts holds.
  expect(packages).toEqual(['@cfworker/json-schema'])
})
