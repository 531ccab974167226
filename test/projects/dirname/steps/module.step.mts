import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineStep } from 'motia-aws'

const __dirname = dirname(fileURLToPath(import.meta.url))

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/module',
  async handler() {
    const text = readFileSync(join(__dirname, 'module.txt'), 'utf8').trim()
    return { text, file: relative(process.cwd(), import.meta.filename) }
  },
})
