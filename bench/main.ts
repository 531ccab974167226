/** `npm run bench -- <name> [arguments]`: runs `bench/<name>.ts`. */
import { readdirSync } from 'node:fs'

const [name, ...args] = process.argv.slice(2)
const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'main.ts')
  .map((entry) => entry.name.slice(0, -3))
  .filter((entry) => !entry.includes('.'))

if (!name || !names.includes(name)) {
  console.error(`usage: npm run bench -- <name>\nname is one of: ${names.join(', ')}`)
  process.exit(name === '--help' ? 0 : 1)
}
const benchmark: { run(args: readonly string[]): Promise<void> } = await import(`./${name}.ts`)
await benchmark.run(args)
