/** The same resources as most people write them: NodejsFunction and the L2s around it. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { App, Duration, Stack } from 'aws-cdk-lib'
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { type IFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { type Kind, triggerOf } from './project.ts'

const [root, outdir] = process.argv.slice(2) as [string, string]
const kind: Kind = root.includes('synth-api') ? 'api' : 'mixed'
const app = new App({ outdir, analyticsReporting: false })
const stack = new Stack(app, 'Bench')
const api = new HttpApi(stack, 'Api')
const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } })

for (const file of readdirSync(join(root, 'steps'))) {
  const index = Number(/\d+/.exec(file)![0])
  const made: IFunction = new NodejsFunction(stack, `Function${index}`, {
    entry: join(root, 'steps', file),
    runtime: Runtime.NODEJS_24_X,
    timeout: Duration.seconds(29),
    tracing: Tracing.ACTIVE,
    logGroup: new LogGroup(stack, `LogGroup${index}`),
    depsLockFilePath: join(import.meta.dirname, '..', '..', 'package-lock.json'),
    projectRoot: join(import.meta.dirname, '..', '..'),
    bundling: { esbuildArgs: { '--conditions': 'motia-aws:source' } },
  }) as IFunction
  table.grantReadWriteData(made)
  const trigger = triggerOf(kind, index)
  if (trigger === 'api') {
    const integration = new HttpLambdaIntegration(`Integration${index}`, made)
    api.addRoutes({ path: `/things-${index}/{id}`, methods: [HttpMethod.POST], integration })
  } else if (trigger === 'event') {
    const queue = new Queue(stack, `Queue${index}`, {
      visibilityTimeout: Duration.seconds(174),
      deadLetterQueue: { queue: new Queue(stack, `DeadLetters${index}`), maxReceiveCount: 4 },
    })
    made.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }))
  } else {
    new Rule(stack, `Rule${index}`, {
      schedule: Schedule.cron({ minute: '0', hour: '3' }),
      targets: [new LambdaFunction(made)],
    })
  }
}
app.synth()

const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
console.log(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }))
