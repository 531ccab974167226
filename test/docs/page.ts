/**
 * The pages that a reader follows, as what can be run: their blocks, headings, links and commands.
 *
 * Each page has a test of its name beside this file. It takes the page's blocks one by one and runs them; a block that it
 * does not take fails, so whoever adds one says how it is run.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

export const root = path.resolve(import.meta.dirname, '..', '..')

export const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

export interface Block {
  /** `docs/state.md:7`, where it begins. */
  readonly place: string
  /** What stands behind the fence: `ts`, `python`, `sh`, `json`, or nothing. */
  readonly language: string
  readonly text: string
  /** The file that its first line names, as in `// steps/open-ticket.step.ts`. */
  readonly file: string | undefined
}

export const textOf = (page: string): string => readFileSync(path.join(root, page), 'utf8')

export function blocksOf(page: string): readonly Block[] {
  const source = textOf(page)
  return [...source.matchAll(/^```(.*?)\n(.*?)^```$/gms)].map(({ index, 1: language, 2: text }) => ({
    place: `${page}:${source.slice(0, index).split('\n').length}`,
    language: language!,
    text: text!,
    file: /^(?:\/\/|#) (\S+\.\w+)\n/.exec(text!)?.[1],
  }))
}

export interface Command {
  readonly place: string
  /** `npx motia-aws dlq list`, without its comment. */
  readonly command: string
}

/** The commands of a page's `sh` blocks and those in its text. In a text, `motia-aws` and `cdk` go without npx. */
export function commandsOf(page: string): readonly Command[] {
  const inBlocks = blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ place, text }) =>
      text
        .replace(/ *\\\n */g, ' ')
        .split('\n')
        .flatMap((line) => line.replace(/(?:^|\s+)#\s.*$/, '').split(' && '))
        .map((command) => ({ place, command: command.trim() })),
    )
  const prose = textOf(page).replace(/^```.*?^```$/gms, '')
  const inText = [...prose.matchAll(/`((?:npm|npx|motia-aws|cdk|docker|pip|aws|node|python3|git|curl) [^`]+)`/g)].map(
    ([, command]) => ({
      place: page,
      command: command!.replace(/^(?:motia-aws|cdk) /, 'npx $&'),
    }),
  )
  return [...inBlocks, ...inText].filter(({ command }) => command !== '')
}

/** Commands are run elsewhere: `commands.test.ts` knows where each is. */
export const isRunHere = (block: Block): boolean => block.language !== 'sh'

/** The blocks of a page, to be taken by the test that runs them. */
export function openPage(page: string) {
  const left = new Set(blocksOf(page).filter(isRunHere))

  test(`${page}: every block is run`, () => {
    expect([...left].map(({ place, text }) => `${place} is run by nothing: ${text.split('\n')[0]}`)).toEqual([])
  })

  return {
    /** The one block that contains a text. */
    take(text: string): string {
      const found = [...left].filter((block) => block.text.includes(text))
      if (found.length !== 1) throw new Error(`${page} has ${found.length} blocks left with ${JSON.stringify(text)}`)
      left.delete(found[0]!)
      return found[0]!.text
    },
    /** Files by the names that their blocks begin with: `files('steps/open-ticket.step.ts')`. */
    files(...names: string[]): Record<string, string> {
      return Object.fromEntries(
        names.map((name) => {
          const block = [...left].find(({ file }) => file === name)
          if (!block) throw new Error(`${page} has no block left that begins with the name ${name}`)
          left.delete(block)
          return [name, block.text]
        }),
      )
    },
  }
}
