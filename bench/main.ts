/** `npm run bench -- <name> [--quick] [numbers]`: runs `bench/<name>.ts`. */
import { parseArgs } from 'node:util'
import { extents } from './extent.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, help: { type: 'boolean' } },
})
const [name = '', ...numbers] = positionals
const extent = Object.entries(values.quick ? extents.quick : extents.full).find(([key]) => key === name)?.[1]

if (values.help || !extent) {
  console.error(`usage: npm run bench -- <name> [--quick] [numbers]
name is one of: ${Object.keys(extents.full).join(', ')}
--quick measures once and the smallest size, in seconds: whether it runs and what it prints, not how fast anything is
numbers take the place of the benchmark's own, which bench/<name>.ts tells`)
  process.exit(values.help ? 0 : 1)
}
if (values.quick) console.error('a quick run: its numbers say nothing about speed')
const benchmark: { run(extent: object, numbers: readonly number[]): Promise<void> } = await import(`./${name}.ts`)
await benchmark.run(extent, numbers.map(Number))
