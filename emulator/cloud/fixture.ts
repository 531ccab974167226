import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '../../test/temporary.ts'

/** What a test puts into a cloud assembly. */
export interface AssemblySource {
  readonly resources: Readonly<Record<string, unknown>>
  readonly outputs?: Readonly<Record<string, unknown>>
  readonly conditions?: Readonly<Record<string, unknown>>
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly mappings?: Readonly<Record<string, unknown>>
  /** Asset folders by the key that the template names: path in the folder -> text. */
  readonly code?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Templates of nested stacks by key. */
  readonly nested?: Readonly<Record<string, unknown>>
}

/** Writes a cloud assembly with one stack, as `cdk synth` would; returns its folder. */
export function writeAssembly(source: AssemblySource): string {
  const folder = temporaryFolder('motia-aws-assembly-')
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const files: Record<string, unknown> = {}
  for (const [key, entries] of Object.entries(source.code ?? {})) {
    for (const [file, text] of Object.entries(entries)) write(join(`asset.${key}`, file), text)
    files[key] = {
      source: { path: `asset.${key}`, packaging: 'zip' },
      destinations: { here: { objectKey: `${key}.zip` } },
    }
  }
  for (const [key, template] of Object.entries(source.nested ?? {})) {
    write(`${key}.json`, JSON.stringify(template))
    files[key] = {
      source: { path: `${key}.json`, packaging: 'file' },
      destinations: { here: { objectKey: `${key}.json` } },
    }
  }
  const { resources, outputs, conditions, parameters, mappings } = source
  write(
    'App.template.json',
    JSON.stringify({
      Resources: resources,
      Outputs: outputs,
      Conditions: conditions,
      Parameters: parameters,
      Mappings: mappings,
    }),
  )
  write('App.assets.json', JSON.stringify({ version: '1', files }))
  write(
    'manifest.json',
    JSON.stringify({
      version: '1',
      artifacts: {
        'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
        App: { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.template.json' } },
      },
    }),
  )
  return folder
}

/** A key as the CDK makes one for an asset. */
export function assetKey(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export interface FunctionSource {
  /** The module's text: `export const handler = ...`. */
  readonly code: string
  readonly properties?: Readonly<Record<string, unknown>>
  /** Statements of its role's policy. */
  readonly statements?: readonly unknown[]
}

/** The resources and code of one function with its role, marked as Step `id`. */
export function functionResources(
  id: string,
  { code, properties = {}, statements = [] }: FunctionSource,
): AssemblySource {
  const python = String(properties['Runtime'] ?? '').startsWith('python')
  const key = assetKey(id + code)
  return {
    resources: {
      [`${id}Role`]: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {},
          Policies: [
            {
              PolicyName: 'inline',
              PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'xray:*', Resource: '*' }, ...statements] },
            },
          ],
        },
      },
      [id]: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: `${key}.zip` },
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
          LoggingConfig: { LogFormat: 'JSON' },
          TracingConfig: { Mode: 'Active' },
          ...properties,
        },
        Metadata: { 'motia-aws': { step: id, role: 'function' } },
      },
    },
    code: { [key]: { [python ? 'index.py' : 'index.mjs']: code } },
  }
}

/** An HTTP API whose routes lead to functions: `{ 'GET /a': 'Fn' }`. */
export function apiResources(
  routes: Readonly<Record<string, string>>,
  more: {
    readonly api?: Readonly<Record<string, unknown>>
    readonly route?: Readonly<Record<string, unknown>>
    readonly stage?: string
  } = {},
): AssemblySource {
  const resources: Record<string, unknown> = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP', ...more.api } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: more.stage ?? '$default', AutoDeploy: true },
    },
  }
  for (const [key, fn] of Object.entries(routes)) {
    const id = assetKey(key).slice(0, 8)
    resources[`Integration${id}`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': [fn, 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    }
    resources[`Route${id}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: key,
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: `Integration${id}` }]] },
        ...more.route,
      },
    }
    resources[`Permission${id}`] = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [fn, 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
      },
    }
  }
  return { resources }
}

/** A WebSocket API, stage `live`, whose routes lead to functions: `{ $connect: 'Fn', join: 'Fn' }`. */
export function webSocketResources(
  routes: Readonly<Record<string, string>>,
  more: {
    readonly api?: Readonly<Record<string, unknown>>
    readonly stage?: Readonly<Record<string, unknown>>
    readonly integration?: Readonly<Record<string, unknown>>
    /** Routes whose functions answer. */
    readonly responding?: readonly string[]
    /** The API's id in the template. */
    readonly id?: string
  } = {},
): AssemblySource {
  const id = more.id ?? 'WebSocketApi'
  const ApiId = { Ref: id }
  const resources: Record<string, unknown> = {
    [id]: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: id, ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type', ...more.api },
    },
    [`${id}Stage`]: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId, StageName: 'live', AutoDeploy: true, ...more.stage },
    },
  }
  for (const [key, fn] of Object.entries(routes)) {
    const name = `${id}${assetKey(key).slice(0, 8)}`
    const responds = more.responding?.includes(key) && { RouteResponseSelectionExpression: '$default' }
    resources[`${name}Integration`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: {
          'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}.Arn}/invocations`,
        },
        ...more.integration,
      },
    }
    resources[`${name}Route`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId,
        RouteKey: key,
        AuthorizationType: 'NONE',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: `${name}Integration` }]] },
        ...responds,
      },
    }
    if (responds)
      resources[`${name}Response`] = {
        Type: 'AWS::ApiGatewayV2::RouteResponse',
        Properties: { ApiId, RouteId: { Ref: `${name}Route` }, RouteResponseKey: '$default' },
      }
    resources[`${name}Permission`] = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [fn, 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: {
          'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${id}}/*${key}`,
        },
      },
    }
  }
  return { resources }
}

/** A queue with a dead-letter queue, consumed by a function. */
export function queueResources(
  id: string,
  fn: string,
  more: {
    readonly queue?: Readonly<Record<string, unknown>>
    readonly source?: Readonly<Record<string, unknown>>
    readonly maxReceiveCount?: number
  } = {},
): AssemblySource {
  const fifo = more.queue?.['FifoQueue'] === true && { FifoQueue: true }
  return {
    resources: {
      [`${id}Dead`]: {
        Type: 'AWS::SQS::Queue',
        Properties: { ...fifo },
        Metadata: { 'motia-aws': { step: fn, role: 'deadLetterQueue' } },
      },
      [id]: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          RedrivePolicy: {
            deadLetterTargetArn: { 'Fn::GetAtt': [`${id}Dead`, 'Arn'] },
            maxReceiveCount: more.maxReceiveCount ?? 2,
          },
          VisibilityTimeout: 30,
          ...more.queue,
        },
        Metadata: { 'motia-aws': { step: fn, role: 'queue' } },
      },
      [`${id}Source`]: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': [id, 'Arn'] },
          FunctionName: { Ref: fn },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ...more.source,
        },
      },
    },
  }
}

/** What a function's role needs to consume queues. */
export const consume = {
  Effect: 'Allow',
  Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  Resource: '*',
}

/** Several parts as one assembly. */
export function merge(...parts: readonly AssemblySource[]): AssemblySource {
  return {
    resources: Object.assign({}, ...parts.map(({ resources }) => resources)) as Record<string, unknown>,
    code: Object.assign({}, ...parts.map(({ code }) => code)) as Record<string, Record<string, string>>,
  }
}
