import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineStep } from 'motia-aws'

const templates = path.join(process.cwd(), 'templates')

const read = (file: string) => readFileSync(file, 'utf8').trim()

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/mail',
  // Read by a path that is put together when the Step runs: no bundler can see these.
  includeFiles: ['./pages/*.html', 'legal'],
  async handler({ query }) {
    return [
      readFileSync('data/subject.txt', 'utf8').trim(),
      readFileSync(`${process.cwd()}/data/greeting.txt`, 'utf8').trim(),
      readFileSync(path.join(templates, 'footer.txt'), 'utf8').trim(),
      readFileSync(new URL('./sender.txt', import.meta.url), 'utf8').trim(),
      read(`steps/pages/${query.page ?? 'welcome'}.html`),
      read(`legal/terms/${query.language ?? 'en'}.txt`),
    ]
  },
})
