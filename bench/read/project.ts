import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A project of so many Steps on disk, each with a zod body or input and a DynamoDB client of its own. */
export function generateProject(count: number): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), `motia-aws-${count}-steps-`)))
  symlinkSync(join(import.meta.dirname, '..', '..', 'node_modules'), join(root, 'node_modules'))
  mkdirSync(join(root, 'steps'))
  mkdirSync(join(root, 'shared'))
  writeFileSync(join(root, 'shared', 'topics.ts'), topics(count))
  for (let index = 0; index < count; index += 1) writeFileSync(stepFile(root, index), step(index))
  return root
}

export function stepFile(root: string, index: number): string {
  return join(root, 'steps', `step-${index}.step.ts`)
}

function topics(count: number): string {
  const entries = Array.from({ length: count }, (_, index) => `  topic${index}: 'area${index % 10}.topic.${index}',`)
  return `export const Topics = {\n${entries.join('\n')}\n} as const\n`
}

/** Every second Step is an API that emits to the next one, an event Step. */
function step(index: number): string {
  const api = index % 2 === 0
  const config = api
    ? `type: 'api', method: 'POST', path: '/area${index % 10}/items${index}/:id',\n  bodySchema: item,`
    : `type: 'event', subscribes: [Topics.topic${index}],\n  input: item,`
  return `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { defineStep } from 'motia-aws'
import { z } from 'zod'
import { Topics } from '../shared/topics.ts'

const client = new DynamoDBClient({})
const item = z.object({ title: z.string().min(3), amount: z.number().int().positive(), tags: z.array(z.string()).default([]) })

export default defineStep({
  ${config}
  flows: ['area${index % 10}'],
  async handler({ ${api ? 'body' : 'data'}: input, emit, state, logger }) {
    const found = await client.send(new GetItemCommand({ TableName: process.env.TABLE_${index % 5}, Key: { id: { S: input.title } } }))
    await state.set(\`item:\${input.title}\`, { ...input, found: found.Item !== undefined })
    ${api ? `await emit(Topics.topic${index + 1}, input)` : `logger.info('done', { title: input.title })`}
    return ${api ? '{ status: 201, body: input }' : 'undefined'}
  },
})
`
}
