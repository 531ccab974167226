import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { UsageError } from '../errors.ts'
import { version } from '../version.ts'

/** Each template is layers of files, later ones over earlier ones. */
const templates = {
  orders: { summary: 'APIs, an event and a schedule in TypeScript', layers: ['base', 'orders'] },
  mixed: { summary: 'the same, with a Step in Python', layers: ['base', 'orders', 'python'] },
  empty: { summary: 'one API Step', layers: ['base', 'hello'] },
} as const satisfies Record<string, { readonly summary: string; readonly layers: readonly string[] }>

type Template = keyof typeof templates
const isTemplate = (name: string): name is Template => Object.hasOwn(templates, name)

const help = `usage: motia-aws create <folder> [options]

Makes a new project that runs with \`npm install && npm run dev\`.

  --template <name>  ${Object.entries(templates)
    .map(([name, { summary }]) => `${name}: ${summary}`)
    .join('\n                     ')}
  --motia <spec>     what to depend on: a version or a path to a packed motia-aws (this version)
  -h, --help         this text`

/** `motia-aws create`. Asks only for what was not given, and only at a terminal. */
export async function create(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      template: { type: 'string' },
      motia: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  if (positionals.length > 1)
    throw new UsageError(`one folder is enough, there are ${positionals.length}: ${positionals.join(', ')}`)
  const folder = positionals[0] ?? (await ask('Folder of the new project', 'my-app'))
  if (folder === undefined) throw new UsageError('no folder given; `motia-aws create my-app` makes one')
  const template =
    values.template ??
    (positionals[0] === undefined
      ? await ask(`Template (${Object.keys(templates).join(', ')})`, 'orders')
      : 'orders') ??
    'orders'
  if (!isTemplate(template))
    throw new UsageError(`no template ${JSON.stringify(template)}; there are ${Object.keys(templates).join(', ')}`)
  const target = path.resolve(folder)
  const name = path.basename(target).toLowerCase()
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name))
    throw new UsageError(`${JSON.stringify(name)} cannot be a package's name; use letters, digits, "-", "_" and "."`)
  if (existsSync(target) && readdirSync(target).some((entry) => entry !== '.git'))
    throw new UsageError(`${target} is there already and not empty; choose another folder`)
  const placeholders = { name, stack: stackName(name), motia: values.motia ?? `^${version()}` }
  for (const layer of templates[template].layers)
    await copyLayer(path.join(import.meta.dirname, '..', 'templates', layer), target, placeholders)
  const place = path.relative(process.cwd(), target)
  const steps = [...(place ? [`cd ${place}`] : []), 'npm install', 'npm run dev']
  console.log(`made ${place || name} from the template "${template}"\n\n${steps.map((step) => `  ${step}\n`).join('')}`)
  return 0
}

async function copyLayer(source: string, target: string, values: Readonly<Record<string, string>>): Promise<void> {
  for (const entry of await readdir(source, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const relative = path.relative(source, file)
    // npm leaves files named .gitignore out of a package.
    const destination = path.join(target, relative === 'gitignore' ? '.gitignore' : relative)
    await mkdir(path.dirname(destination), { recursive: true })
    const text = await readFile(file, 'utf8')
    await writeFile(
      destination,
      text.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole),
    )
  }
}

async function ask(question: string, fallback: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return (await terminal.question(`${question} [${fallback}]: `)).trim() || fallback
  } finally {
    terminal.close()
  }
}

/** `my-app` as a stack's name: letters and digits, a letter first. */
function stackName(name: string): string {
  const words = name.split(/[^a-z0-9]+/).filter(Boolean)
  const joined = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')
  return /^[A-Za-z]/.test(joined) ? joined : `App${joined}`
}
