import type { PolicyStatement } from '../../ports.ts'

const allow = (...actions: string[]): readonly PolicyStatement[] => [
  { Effect: 'Allow', Action: actions, Resource: '*' },
]
const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']

/** The policies of AWS that functions usually have: https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html */
export const managedPolicies: Readonly<Record<string, readonly PolicyStatement[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': allow(...logs),
  'service-role/AWSLambdaSQSQueueExecutionRole': allow(
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...logs,
  ),
  'service-role/AWSLambdaDynamoDBExecutionRole': allow(
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    ...logs,
  ),
  'service-role/AWSLambdaVPCAccessExecutionRole': allow(...logs),
  AWSXRayDaemonWriteAccess: allow(
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ),
  CloudWatchLambdaInsightsExecutionRolePolicy: allow(...logs),
  AmazonSQSFullAccess: allow('sqs:*'),
  AmazonSNSFullAccess: allow('sns:*'),
  AmazonDynamoDBFullAccess: allow('dynamodb:*'),
  AdministratorAccess: allow('*'),
}
