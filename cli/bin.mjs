#!/usr/bin/env node
import { existsSync } from 'node:fs'

// The published command. It runs on whatever Node starts it, so it checks that first, in syntax every Node reads.
const [major, minor] = process.versions.node.split('.').map(Number)
// A project that `create` makes brings its own Node.
const anyNode = [undefined, '--help', '-h', 'help', '--version', '-v', 'create'].includes(process.argv[2])
if (!anyNode && (major < 22 || (major === 22 && minor < 16))) {
  console.error(
    `motia-aws needs Node 22.16 or newer for its emulator (node:sqlite); this is ${process.version}.\n` +
      'Run it through an npm script of a project that has "node" as a dev dependency (npm install --save-dev node@24), or install a newer Node.',
  )
  process.exit(1)
}
const built = new URL('../dist/cli/main.js', import.meta.url)
// A checkout that was not built has the sources alone.
await import(existsSync(built) ? built.href : './main.ts')
