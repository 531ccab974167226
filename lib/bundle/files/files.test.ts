import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matcher } from './glob.ts'
import { readsOf } from './reads.ts'
import { writesOf } from './writes.ts'

describe('globs', () => {
  it.each([
    ['*.html', ['a.html'], ['a/b.html', 'a.htm']],
    ['a/**/*.txt', ['a/b.txt', 'a/b/c/d.txt'], ['b/a.txt', 'a/b.md']],
    ['a/**', ['a/b', 'a/b/c'], ['b']],
    ['?.{json,yml}', ['a.json', 'b.yml'], ['ab.json', 'a.yaml']],
    ['[a-c]1.txt', ['b1.txt'], ['d1.txt']],
    ['[!a]1.txt', ['b1.txt'], ['a1.txt']],
    ['a+(b).txt', ['a+(b).txt'], ['aab.txt']],
  ])('%s', (glob, matching, others) => {
    const matches = matcher(glob)
    expect(matching.filter((path) => !matches(path))).toEqual([])
    expect(others.filter(matches)).toEqual([])
  })

  it('match a path without wildcards only by itself', () => {
    const path = fc.stringMatching(/^[a-z.+()^$|-]{1,8}(?:\/[a-z.+()^$|-]{1,8}){0,2}$/)
    fc.assert(fc.property(path, (one) => matcher(one)(one)))
    fc.assert(fc.property(path, path, (one, other) => matcher(one)(other) === (one === other)))
  })
})

describe('files read by a path in the text', () => {
  it.each([
    [`readFileSync('data/x.json')`, ['data/x.json']],
    [`fs.promises.readFile("./data/x.json", 'utf8')`, ['data/x.json']],
    [`const dir = path.join(process.cwd(), 'a', 'b'); read(path.join(dir, name))`, ['a/b']],
    [`path.resolve(process.cwd() + '/a')`, ['a']],
    ['createReadStream(`${process.cwd()}/a/${"b"}.csv`)', ['a/b.csv']],
    [`new URL('../x.txt', import.meta.url)`, ['src/x.txt']],
    [`join(dirname(fileURLToPath(import.meta.url)), 'x.txt')`, ['src/steps/x.txt']],
    [`const __dirname = path.dirname(fileURLToPath(import.meta.url)); path.join(__dirname, 'y')`, ['src/steps/y']],
    [`path.join(import.meta.dirname, '..', 'x')`, ['src/x']],
    [`readFileSync('/etc/hosts'); readFileSync(name); readFileSync('../../../x')`, []],
    [`path.join(process.cwd(), name); const root = process.cwd(); path.join(__dirname, '..')`, []],
    [`['a', 'b'].join('c'); Promise.resolve('d'); writeFileSync('out.txt', '')`, []],
    [`const a = b; const b = a; readFileSync(a)`, []],
    [`const = broken`, []],
  ])('%s', (text, paths) => {
    expect(readsOf('src/steps/a.step.ts', text)).toEqual(paths)
  })
})

describe('places that write below the project', () => {
  it.each([
    [`writeFileSync('out.txt', '')`, true],
    [`const dir = path.join(process.cwd(), '.data'); fs.mkdirSync(dir, { recursive: true })`, true],
    [`const dir = path.join(process.cwd(), 'out'); fs.promises.writeFile(path.join(dir, name), '')`, true],
    ['createWriteStream(`${__dirname}/${name}.csv`)', true],
    [`appendFile(path.resolve(import.meta.dirname, '..', name), '')`, true],
    [
      `writeFile('/tmp/x', ''); mkdtempSync(path.join(os.tmpdir(), 'x')); writeFile(path.join(os.tmpdir(), 'x'), '')`,
      false,
    ],
    [
      `writeFile(name, ''); writeFile(path.join(folder, 'x'), ''); const a = join(b); const b = join(a); mkdir(a)`,
      false,
    ],
    [`readFileSync('in.txt')`, false],
    [`const = writeFile('x')`, false],
  ])('%s', (text, writes) => {
    expect(writesOf('src/steps/a.step.ts', `\n${text}`)).toEqual(
      writes ? [{ file: 'src/steps/a.step.ts', line: 2 }] : [],
    )
  })
})
