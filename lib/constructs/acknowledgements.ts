import type { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2'
import type { IConstruct } from 'constructs'
import { core } from './cdk.ts'

/** Why a resource breaks a rule of cdk-nag on purpose. */
const acknowledgements = {
  function: {
    'Serverless-LambdaDLQ': 'invoked by a queue or by the API, whose failures have their own place',
  },
  cronFunction: {
    'Serverless-LambdaDLQ': 'failures go to the onFailure destination, which tells more than a dead-letter queue',
  },
  pythonFunction: {
    'AwsSolutions-L1': 'packages with native code publish wheels for python3.13 before they do for a newer one',
    'Serverless-LambdaLatestVersion':
      'packages with native code publish wheels for python3.13 before they do for a newer one',
  },
  role: {
    'AwsSolutions-IAM5[Resource::*]': 'X-Ray has no resource level: PutTraceSegments and PutTelemetryRecords name none',
    'Serverless-LambdaStarPermissions':
      'X-Ray has no resource level: PutTraceSegments and PutTelemetryRecords name none',
  },
  roleInVpc: {
    'AwsSolutions-IAM5[Resource::*]': 'neither X-Ray nor the network interfaces of a VPC have a resource level',
    'Serverless-LambdaStarPermissions': 'neither X-Ray nor the network interfaces of a VPC have a resource level',
  },
  eventSource: {
    'Serverless-LambdaEventSourceMappingDestination': 'an SQS event source has none: the queue has a dead-letter queue',
  },
  deadLetterQueue: {
    'AwsSolutions-SQS3': 'it is the dead-letter queue',
    'Serverless-SQSRedrivePolicy': 'it is the dead-letter queue',
  },
  route: {
    'AwsSolutions-APIG4': 'public because neither the Step nor the app asks for an authorizer; `auth` sets one',
  },
  webSocketStage: {
    'AwsSolutions-APIG1': 'the access log of a WebSocket API needs a role that is set for the whole account',
    'Serverless-APIGWAccessLogging': 'the access log of a WebSocket API needs a role that is set for the whole account',
  },
  webSocketRoute: {
    'AwsSolutions-APIG4': 'who a client is, and what it may join, say streamAuth and canAccess of the project',
  },
} as const satisfies Record<string, Record<string, string>>

/** Tells cdk-nag which of its rules a resource breaks on purpose, and why. */
export function acknowledge(construct: IConstruct, what: keyof typeof acknowledgements): void {
  const rules = Object.entries(acknowledgements[what])
  core.Validations.of(construct).acknowledge(...rules.map(([id, reason]) => ({ id, reason })))
}

/**
 * That a role may post to each connection of a WebSocket API: a connection's id is known only when a client comes. The
 * rule's id has the ARN in it, written as cdk-nag writes references.
 */
export function acknowledgeConnections(role: IConstruct, api: CfnApi, path: string): void {
  const stack = core.Stack.of(role)
  const known = (value: string, name: string) => (core.Token.isUnresolved(value) ? `<AWS::${name}>` : value)
  const id =
    stack === api.stack
      ? (stack.resolve(api.logicalId) as string)
      : `referenceto${core.Names.nodeUniqueId(api.node)}Ref`
  const places = [known(stack.region, 'Region'), known(stack.account, 'AccountId'), `<${id}>`]
  const arn = `arn:${known(stack.partition, 'Partition')}:execute-api:${places.join(':')}/${path}`
  const reason = 'clients come and go: a connection has an id only then'
  core.Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${arn}]`, reason })
}
