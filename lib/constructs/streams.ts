import type { CfnApi, CfnStage, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { PolicyDocument, Role } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { STREAMS_GATEWAY, type StepAsset } from '../bundle/model.ts'
import type { StreamOperation, StreamUse } from '../steps/model.ts'
import { acknowledge, acknowledgeConnections } from './acknowledgements.ts'
import { apigateway, core, iam } from './cdk.ts'
import { type FunctionSettings, StepFunction } from './function.ts'
import { mark } from './metadata.ts'
import { permitApi } from './permission.ts'
import { stateTable } from './state.ts'

/** `$connect` and `$disconnect` are API Gateway's; the others are the `type` of what a client sends. */
const routes = ['$connect', '$disconnect', 'join', 'leave', '$default']
/** Part of the URL that clients are given: it never changes. */
const stageName = 'streams'
const connections = `${stageName}/POST/@connections/*`

/** What each call does to the table; runtime/CONTRACT.md is the source. */
const actions: Readonly<Record<StreamOperation, readonly string[]>> = {
  get: ['dynamodb:GetItem'],
  getGroup: ['dynamodb:Query'],
  set: ['dynamodb:UpdateItem'],
  delete: ['dynamodb:DeleteItem'],
  send: [],
}
/** To tell clients of a change: who they are, and that one is gone. */
const pushActions = ['dynamodb:DeleteItem', 'dynamodb:Query']
const pushes: ReadonlySet<StreamOperation> = new Set(['set', 'delete', 'send'])

/** A function with its role and what that may. */
export interface StreamsUser {
  readonly function: LambdaFunction
  readonly role: Role
  readonly permissions: PolicyDocument
}

/** The streams of an app: a table, and a WebSocket API whose one function lets clients join. */
export class Streams extends Construct {
  readonly table: Table
  readonly api: WebSocketApi
  readonly stage: WebSocketStage
  /** What the API calls when a client comes, joins, leaves and goes. */
  readonly gateway: LambdaFunction

  constructor(scope: Construct, id: string, asset: StepAsset, app: FunctionSettings) {
    super(scope, id)
    const { props } = app
    this.table = stateTable(this, props.removalPolicy)
    mark(this.table, { role: 'streamsTable' })
    this.api = new apigateway.WebSocketApi(this, 'Api', {
      apiName: `${app.appName} streams`,
      routeSelectionExpression: '$request.body.type',
    })
    this.stage = new apigateway.WebSocketStage(this, 'Stage', { webSocketApi: this.api, stageName, autoDeploy: true })
    const stage = this.stage.node.defaultChild as CfnStage
    stage.defaultRouteSettings = {
      throttlingRateLimit: props.throttle?.rateLimit ?? 1_000,
      throttlingBurstLimit: props.throttle?.burstLimit ?? 2_000,
    }
    acknowledge(this.stage, 'webSocketStage')
    const definition = {
      name: STREAMS_GATEWAY,
      description: 'lets clients join the streams of the app',
      file: asset.step,
      language: 'node',
      triggers: [],
      infrastructure: {},
      allowLoop: false,
    } as const
    const { function: gateway, permissions, role } = new StepFunction(this, definition, asset, app, {})
    this.gateway = gateway
    this.#give(gateway)
    permissions.addStatements(
      new iam.PolicyStatement({
        actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
        resources: [this.table.tableArn],
      }),
    )
    this.#letPost(role, permissions)
    this.#route(gateway)
  }

  /** The address for clients: `wss://...`. */
  get url(): string {
    return this.stage.url
  }

  /** Lets a function use streams: the calls that it makes, on those streams alone. */
  grant(uses: readonly StreamUse[], { function: target, role, permissions }: StreamsUser): void {
    this.#give(target)
    for (const { stream, operations } of uses) {
      const isPushing = operations.some((operation) => pushes.has(operation))
      const needed = operations.flatMap((operation) => actions[operation]).concat(isPushing ? pushActions : [])
      permissions.addStatements(
        new iam.PolicyStatement({
          actions: [...new Set(needed)].sort(),
          resources: [this.table.tableArn],
          // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
          ...(stream === '*'
            ? {}
            : { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [roomsOf(stream)] } } }),
        }),
      )
    }
    if (uses.some(({ operations }) => operations.some((operation) => pushes.has(operation)))) {
      this.#letPost(role, permissions)
    }
  }

  #give(target: LambdaFunction): void {
    target.addEnvironment('MOTIA_STREAMS', this.table.tableName)
    target.addEnvironment('MOTIA_STREAMS_ENDPOINT', this.stage.callbackUrl)
  }

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html */
  #letPost(role: Role, permissions: PolicyDocument): void {
    const resource = core.Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.api.apiId,
      resourceName: connections,
    })
    permissions.addStatements(
      new iam.PolicyStatement({ actions: ['execute-api:ManageConnections'], resources: [resource] }),
    )
    acknowledgeConnections(role, this.api.node.defaultChild as CfnApi, connections)
  }

  #route(gateway: LambdaFunction): void {
    const { apiId } = this.api
    const { partition, region } = core.Stack.of(this)
    const integration = new apigateway.CfnIntegration(this, 'Integration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${gateway.functionArn}/invocations`,
    })
    permitApi(this, 'Permission', gateway, apiId, `${stageName}/*`)
    for (const routeKey of routes) {
      const route = new apigateway.CfnRoute(this, `Route-${routeKey.replace('$', '')}`, {
        apiId,
        routeKey,
        authorizationType: 'NONE',
        target: core.Fn.join('/', ['integrations', integration.ref]),
      })
      acknowledge(route, 'webSocketRoute')
    }
  }
}

/** The partitions of a stream, its name percent-encoded as the run time does it: no `*` or `:` is left in it. */
function roomsOf(stream: string): string {
  const encoded = encodeURIComponent(stream).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${encoded}:*`
}
