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
} as const satisfies Record<string, Record<string, string>>

/** Tells cdk-nag which of its rules a resource breaks on purpose, and why. */
export function acknowledge(construct: IConstruct, what: keyof typeof acknowledgements): void {
  const rules = Object.entries(acknowledgements[what])
  core.Validations.of(construct).acknowledge(...rules.map(([id, reason]) => ({ id, reason })))
}
