import { spawn } from 'node:child_process'
import path from 'node:path'
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation'
import { requireTestAccount, testCredentials } from '../account.ts'
import type { DeployedStep, Deployment, Endpoint } from './model.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
/** The stack's name in `steps-example/infra.ts`. */
const stackName = 'Shop'

/** An endpoint that the real `cdk` command deploys to. */
export async function cdkEndpoint(
  url: string,
  options: { readonly region: string; readonly httpApi: boolean; readonly stop: () => Promise<void> },
): Promise<Endpoint> {
  const { region } = options
  const account = await requireTestAccount(url, region)
  const environment = {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: testCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: testCredentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: region,
    AWS_PROFILE: undefined,
  }
  await cdk(['bootstrap', `aws://${account}/${region}`], root, environment)
  const client = new CloudFormationClient({ endpoint: url, region, credentials: testCredentials })
  return {
    url,
    region,
    environment,
    async deploy(project) {
      await cdk(
        ['deploy', '--require-approval', 'never', '--method', 'direct', '--output', path.join(project, 'cdk.out')],
        project,
        environment,
      )
      return describe(client, url, options.httpApi)
    },
    async destroy(project) {
      await cdk(['destroy', '--force', '--output', path.join(project, 'cdk.out')], project, environment)
    },
    stop: options.stop,
  }
}

async function describe(client: CloudFormationClient, url: string, httpApi: boolean): Promise<Deployment> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }))
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: stackName }))
  const { Resources } = JSON.parse(TemplateBody!) as {
    readonly Resources: Readonly<
      Record<
        string,
        {
          readonly Type: string
          readonly Properties?: { readonly ProtocolType?: string }
          readonly Metadata?: { readonly 'motia-aws'?: { readonly step?: string; readonly role?: string } }
        }
      >
    >
  }
  const steps = new Map<string, DeployedStep>()
  let table: string | undefined
  const apis = new Map<string, string>()
  for await (const page of paginateListStackResources({ client }, { StackName: stackName }))
    for (const { LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      const resource = Resources[LogicalResourceId!]
      const { step, role } = resource?.Metadata?.['motia-aws'] ?? {}
      if (resource?.Type === 'AWS::DynamoDB::Table' && role !== 'streamsTable') table = PhysicalResourceId!
      if (resource?.Type === 'AWS::ApiGatewayV2::Api')
        apis.set(resource.Properties?.ProtocolType ?? '', PhysicalResourceId!)
      if (step !== undefined && role !== undefined) steps.set(step, { ...steps.get(step), [role]: PhysicalResourceId! })
    }
  if (!Stacks?.[0]) throw new Error(`no stack ${stackName} after its deployment`)
  const at = (protocol: string, stage: string) =>
    httpApi && apis.has(protocol) ? `${url}/_aws/execute-api/${apis.get(protocol)}/${stage}` : undefined
  return {
    apiUrl: at('HTTP', '$default'),
    table,
    streamsUrl: at('WEBSOCKET', 'streams')?.replace(/^http/, 'ws'),
    steps,
  }
}

function cdk(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const bin = path.join(root, 'node_modules', '.bin')
  const output: Buffer[] = []
  const child = spawn(
    path.join(bin, process.platform === 'win32' ? 'cdk.cmd' : 'cdk'),
    ['--no-notices', '--no-color', ...args],
    {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` },
    },
  )
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`cdk ${args.join(' ')} ended with ${code}:\n${Buffer.concat(output).toString('utf8')}`)),
    )
  })
}
