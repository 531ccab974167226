/** `npm run test:integration [name ...]`: runs the suite against every endpoint that is here, and says what it skipped. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { targets } from './targets.ts'

const wanted = process.argv.slice(2).map((name) => name.toLowerCase())
const unknown = wanted.filter((name) => !targets.some((target) => target.name.toLowerCase() === name))
if (unknown.length > 0) {
  console.error(
    `unknown target ${unknown.join(', ')}; there are ${targets.map((target) => target.name.toLowerCase()).join(', ')}`,
  )
  process.exit(1)
}
const chosen: string[] = []
for (const target of targets) {
  if (wanted.length > 0 && !wanted.includes(target.name.toLowerCase())) continue
  const missing = await target.missing()
  if (missing === undefined) chosen.push(target.name)
  else console.log(`skipped ${target.name}: ${missing}`)
}
if (chosen.length === 0) {
  console.error('no endpoint to run against')
  process.exit(1)
}
console.log(`running against ${chosen.join(', ')}`)
const vitest = path.join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs')
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', path.join(import.meta.dirname, 'vitest.config.ts')],
  {
    stdio: 'inherit',
    env: { ...process.env, MOTIA_TARGETS: chosen.join(',') },
  },
)
process.exit(status ?? 1)
