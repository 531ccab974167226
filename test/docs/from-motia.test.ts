/** docs/from-motia.md: a project as `motia create` and its users write them runs, and its stack takes .env. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openPage, root } from './page.ts'
import { ofType, post, project, run, shell, synth } from './project.ts'
import { missingPython } from './python.ts'

const page = openPage('docs/from-motia.md')
const stack = { ...page.files('infra.ts'), 'cdk.json': page.take('"app"') }

const files = {
  '.env': 'OPENAI_API_KEY=sk-of-this-machine\n',
  'motia.config.ts': `import { defineConfig } from '@motiadev/core'
import logsPlugin from '@motiadev/plugin-logs/plugin'
import cors from 'cors'
import { connect } from './no/such/database'
connect()
export default defineConfig({
  plugins: [logsPlugin],
  app: (app) => app.use(cors()),
})
`,
  'src/greet.step.ts': `import type { ApiRouteConfig, Handlers } from 'motia'
import { z } from 'zod'
export const config: ApiRouteConfig = {
  type: 'api', name: 'Greet', method: 'POST', path: '/greet', flows: ['hello'], emits: ['greeting.wanted'],
  bodySchema: z.object({ name: z.string() }),
}
export const handler: Handlers['Greet'] = async (req, { emit }) => {
  await emit({ topic: 'greeting.wanted', data: { name: req.body.name, tries: 2 } })
  return { status: 202, body: { ai: process.env.OPENAI_API_KEY !== undefined } }
}
`,
  'src/words.step.ts': 'export const words = ["hello"]\n',
}

const python = {
  'requirements.txt': 'motia>=0.1\n',
  'src/services/words.py': 'def greeting(name):\n    return f"hello {name}"\n',
  'src/steps/write_greeting_step.py': `from ..services.words import greeting

config = {"type": "event", "name": "Write", "subscribes": ["greeting.wanted"], "emits": ["greeting.wanted"]}

async def handler(input, ctx=None):
    emit = getattr(ctx, "emit", None) if ctx else None
    await ctx.state.set("greetings", str(input["tries"]), greeting(input["name"]))
    if emit and input["tries"] > 0:
        await emit({"topic": "greeting.wanted", "data": {**input, "tries": input["tries"] - 1}})
`,
}

test.skipIf(missingPython)('it runs as it is: its config file, loops and helpers named as Steps included', async () => {
  const app = await run(project(files, python))
  const response = await fetch(`${app.apiUrl}/greet`, post({ name: 'Ada' }))
  expect([response.status, await response.json()]).toEqual([202, { ai: true }])
  await app.idle()
  const found = await Promise.all(['0', '1', '2'].map((key) => app.state.get(`greetings:${key}`)))
  expect(found).toEqual(['hello Ada', 'hello Ada', 'hello Ada'])
})

test('editors know its handlers', () => {
  const folder = project(files)
  // `npx motia-aws types`
  const { status, stderr } = shell(`node cli/main.ts types ${folder}`, root)
  expect(status, stderr).toBe(0)
  expect(readFileSync(path.join(folder, 'types.d.ts'), 'utf8')).toMatch(/declare module 'motia'.*"Greet": /s)
})

test('the stack sets what stands in .env', () => {
  const template = synth(project(files, stack), 'MyApp')
  const [greet] = ofType(template, 'AWS::Lambda::Function')
  expect(greet?.Properties.Environment.Variables).toMatchObject({ OPENAI_API_KEY: 'sk-of-this-machine' })
})
