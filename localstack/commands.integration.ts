/** The commands of docs/deploy.md, as they are written there, in a project with the page's files. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testCredentials } from './account.ts'
import { type Endpoint, type Target, targets } from './targets.ts'

const root = path.resolve(import.meta.dirname, '..')

// The emulator takes a cloud assembly as it is: `cdk` has nothing to do there.
for (const target of targets.filter(({ name }) => process.env['MOTIA_TARGETS']?.split(',').includes(name)))
  describe.skipIf(target.name === 'emulator')(`the commands of docs/deploy.md on ${target.name}`, () =>
    commandsOn(target),
  )

function commandsOn(target: Target): void {
  const project = path.join(import.meta.dirname, '.work', `commands-${target.name.toLowerCase()}`)
  const step = path.join(project, 'steps', 'get-order.step.ts')
  let endpoint: Endpoint

  beforeAll(async () => {
    await rm(project, { recursive: true, force: true })
    await cp(path.join(root, 'steps-example'), project, {
      recursive: true,
      filter: (file) => !/(\.motia|cdk\.out|__pycache__|\btest)$/.test(file),
    })
    const page = await readFile(path.join(root, 'docs', 'deploy.md'), 'utf8')
    await writeFile(path.join(project, 'infra.ts'), /^```ts\n(.*?)^```/ms.exec(page)![1]!)
    await writeFile(path.join(project, 'cdk.json'), /^```json\n(.*?)^```/ms.exec(page)![1]!)
    // `npx motia-aws` is this repository's source.
    const bin = path.join(project, 'node_modules', '.bin', 'motia-aws')
    await mkdir(path.dirname(bin), { recursive: true })
    await writeFile(bin, `#!/bin/sh\nexec node ${JSON.stringify(path.join(root, 'cli', 'main.ts'))} "$@"\n`)
    await chmod(bin, 0o755)
    endpoint = await target.start()
  })

  afterAll(async () => {
    await endpoint?.stop()
    await rm(project, { recursive: true, force: true })
  })

  test('npx cdk bootstrap, npx cdk deploy', async () => {
    expect(await shell('npx cdk bootstrap')).toMatch(/bootstrapped/)
    const output = await shell('npx cdk deploy')
    for (const printed of ['ApiUrl', 'TableName', 'TracesUrl', 'DashboardUrl']) expect(output).toContain(printed)
  })

  test('npx cdk diff', async () => {
    expect(await shell('npx cdk diff')).toMatch(/no differences/i)
    const source = await readFile(step, 'utf8')
    await writeFile(
      step,
      source.replace("method: 'GET',", "method: 'GET', infrastructure: { handler: { memory: 1024 } },"),
    )
    expect(await shell('npx cdk diff')).toMatch(/MemorySize[\s\S]*512[\s\S]*1024/)
    await writeFile(step, source)
  })

  test('npx cdk watch', async () => {
    const watch = start('npx cdk watch')
    try {
      await eventually(() => /Triggering initial|deployment time/i.test(watch.output()) || watch.exitCode() !== null)
      const source = await readFile(step, 'utf8')
      await writeFile(step, source.replace('no order', 'not a single order'))
      await eventually(async () =>
        (await answerOf('get-order', 'GET', '/orders/none')).includes('not a single order none'),
      )
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${watch.output()}`, { cause: error })
    } finally {
      await watch.stop()
    }
  })

  test('npx motia-aws dlq list', async () => {
    expect(await shell('npx motia-aws dlq list')).toMatch(/send-receipt/)
  })

  test('npx motia-aws logs process-payment --since 1h', async () => {
    const tea = { customer: 'Ada', email: 'ada@example.com', items: [{ sku: 'tea', quantity: 1, price: 4 }] }
    expect(await answerOf('create-order', 'POST', '/orders', tea)).toContain('201')
    // MiniStack has Lambda's own lines alone.
    await eventually(async () => /requestId/i.test(await shell('npx motia-aws logs process-payment --since 1h')))
  })

  test('npx cdk destroy', async () => {
    const TableName = await output('TableName')
    await shell('npx cdk destroy')
    const cloud = new CloudFormationClient(client())
    await expect(cloud.send(new DescribeStacksCommand({ StackName: 'Shop' }))).rejects.toThrow(/does not exist/)
    const { Table } = await new DynamoDBClient(client()).send(new DescribeTableCommand({ TableName }))
    expect(Table?.TableStatus).toBe('ACTIVE')
  })

  const client = () => ({ endpoint: endpoint.url, region: endpoint.region, credentials: testCredentials })

  async function output(name: string): Promise<string> {
    const { Stacks } = await new CloudFormationClient(client()).send(new DescribeStacksCommand({ StackName: 'Shop' }))
    return Stacks![0]!.Outputs!.find(({ OutputKey }) => OutputKey!.includes(name))!.OutputValue!
  }

  /** What an API Step answers, by the event that API Gateway would send. */
  const answerOf = (name: string, method: string, target: string, body?: object): Promise<string> => {
    const event = {
      version: '2.0',
      rawPath: target,
      rawQueryString: '',
      headers: { 'content-type': 'application/json' },
      pathParameters: { id: target.split('/')[2] },
      requestContext: { requestId: crypto.randomUUID(), http: { method, path: target } },
      body: body && JSON.stringify(body),
      isBase64Encoded: false,
    }
    return shell(`npx motia-aws invoke ${name} --data '${JSON.stringify(event)}'`)
  }

  /** Starts a command in the project; questions are answered with yes, as at a terminal. */
  function start(command: string) {
    const bin = path.join(root, 'node_modules', '.bin')
    const child: ChildProcess = spawn(command, {
      cwd: project,
      shell: true,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...endpoint.environment,
        PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
        NODE_OPTIONS: '--conditions=motia-aws:source',
        CDK_REQUIRE_APPROVAL: 'never',
        CDK_FORCE: 'true',
      },
    })
    let output = ''
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8')
      })
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
    return {
      closed,
      output: () => output,
      exitCode: () => child.exitCode,
      async stop() {
        if (child.exitCode === null) process.kill(-child.pid!, 'SIGINT')
        await closed
      },
    }
  }

  async function shell(command: string): Promise<string> {
    const running = start(command)
    const code = await running.closed
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${running.output()}`)
    return running.output()
  }
}

async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 90_000; Date.now() < deadline; await wait(500)) if (await isSo()) return
  throw new Error('not so after 90 s')
}
