import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A generated project of API Steps, in the OS's temp folder. */
export interface GeneratedProject {
  readonly root: string
  /** Absolute paths of the step files. */
  readonly files: readonly string[]
  /** Changes the handler of one Step. */
  edit(): void
  remove(): void
}

/**
 * Every Step imports zod and the DynamoDB client. With `own` no two Steps use the same names of them, which is the worst
 * case for whatever is shared between Steps.
 */
export function generateProject(count: number, own = false): GeneratedProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-bench-')))
  mkdirSync(join(root, 'steps'))
  symlinkSync(join(import.meta.dirname, '..', '..', '..', 'node_modules'), join(root, 'node_modules'), 'junction')
  writeFileSync(join(root, 'package.json'), '{ "private": true }')
  writeFileSync(join(root, 'package-lock.json'), '{ "lockfileVersion": 3 }')
  const files = Array.from({ length: count }, (_, index) => join(root, 'steps', `order-${index}.step.ts`))
  for (const [index, file] of files.entries()) writeFileSync(file, stepText(index, own, ''))
  let edits = 0
  return {
    root,
    files,
    edit: () => writeFileSync(files[1]!, stepText(1, own, `console.log('edit ${++edits}')`)),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

function stepText(index: number, own: boolean, extra: string): string {
  const schema = own ? ownSchema(index) : 'z.string().min(1)'
  const command = own ? COMMANDS[index % COMMANDS.length] : 'GetItemCommand'
  return `import { DynamoDBClient, ${command} } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'

export const config = {
  type: 'api',
  name: 'order-${index}',
  method: 'POST',
  path: '/orders/${index}',
  emits: [],
  bodySchema: z.object({ orderId: z.string(), amount: z.number().positive(), note: ${schema}.optional() }),
}

const client = new DynamoDBClient({})

export const handler = async (req: { body: { orderId: string } }) => {
  ${extra}
  const call = new ${command}({ TableName: 'orders-${index}', Key: { id: { S: req.body.orderId } } } as never)
  return { status: 200, body: await client.send(call as never) }
}
`
}

const COMMANDS = [
  'GetItemCommand',
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'QueryCommand',
  'ScanCommand',
]

const SCHEMAS = ['boolean()', 'date()', 'bigint()', 'any()', 'unknown()', 'email()', 'url()', 'uuid()']

/** A union whose members are the bits of the index, so that no other Step uses just these. */
function ownSchema(index: number): string {
  const members = SCHEMAS.filter((_, bit) => (index >> bit) & 1).map((name) => `z.${name}`)
  return `z.union([z.string(), ${members.join(', ')}])`
}
