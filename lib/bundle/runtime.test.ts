import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type Fixture, filesOf, fixture, invoke } from './fixture.ts'
import { bundle } from './index.ts'
import { adapterFile } from './runtime/bundle.ts'

const made: Fixture[] = []
afterAll(() => {
  for (const one of made) one.remove()
})

const request = {
  version: '2.0',
  rawPath: '/tickets/core',
  rawQueryString: '',
  headers: { 'content-type': 'application/json' },
  pathParameters: { team: 'core' },
  requestContext: { requestId: 'r1', stage: '$default', http: { method: 'POST', path: '/tickets/core' } },
  body: '{"title":"broken"}',
  isBase64Encoded: false,
}

it.each([{ dev: false }, { dev: true }])(
  'an API Step answers with the run time it is shipped with: %j',
  async (options) => {
    const text = (from: string) => `import { z } from 'zod'
    import { defineStep } from '${from}'
    export default defineStep({
      type: 'api', method: 'POST', path: '/tickets/:team',
      bodySchema: z.object({ title: z.string(), urgent: z.boolean().default(false) }),
      async handler({ body, params }) { return { team: params.team, ...body } },
    })`
    const names = ['motia-aws', 'motia', '@motiadev/core']
    const files = Object.fromEntries(names.map((name, index) => [`steps/s${index}.step.ts`, text(name)]))
    const api = {
      dialect: 'define-step',
      triggers: [{ type: 'api', method: 'POST', path: '/tickets/:team' }],
    } as const
    const steps = Object.fromEntries(Object.keys(files).map((file) => [file, api]))
    const { project, outdir } = keep(fixture(files, { installed: ['zod'], steps }))
    const { assets, findings } = await bundle(project, { outdir, ...options })
    expect(findings).toEqual([])
    for (const asset of assets) {
      const answer = (await invoke(asset, request)) as { statusCode: number; body: string }
      expect(answer.statusCode).toBe(200)
      expect(JSON.parse(answer.body)).toEqual({ team: 'core', title: 'broken', urgent: false })
      expect(filesOf(asset)).not.toContain(adapterFile('cron'))
    }
    expect(readdirSync(outdir).filter((name) => name.startsWith('s'))).toHaveLength(names.length)
    expect(assets[0]!.directory).toBe(join(outdir, `s0-${assets[0]!.hash.slice(0, 16)}`))
  },
)

function keep(one: Fixture): Fixture {
  made.push(one)
  return one
}
