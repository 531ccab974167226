/**
 * The CDK's modules. They are required, for an `import` of a CommonJS module reads all its exports, and the CDK loads what
 * an export stands for when it is read: twice as many modules, a tenth of a second of every synthesis.
 */
import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

export const core: typeof import('aws-cdk-lib') = load('aws-cdk-lib')
export const apigateway: typeof import('aws-cdk-lib/aws-apigatewayv2') = load('aws-cdk-lib/aws-apigatewayv2')
export const cloudwatch: typeof import('aws-cdk-lib/aws-cloudwatch') = load('aws-cdk-lib/aws-cloudwatch')
export const actions: typeof import('aws-cdk-lib/aws-cloudwatch-actions') = load('aws-cdk-lib/aws-cloudwatch-actions')
export const dynamodb: typeof import('aws-cdk-lib/aws-dynamodb') = load('aws-cdk-lib/aws-dynamodb')
export const events: typeof import('aws-cdk-lib/aws-events') = load('aws-cdk-lib/aws-events')
export const targets: typeof import('aws-cdk-lib/aws-events-targets') = load('aws-cdk-lib/aws-events-targets')
export const iam: typeof import('aws-cdk-lib/aws-iam') = load('aws-cdk-lib/aws-iam')
export const lambda: typeof import('aws-cdk-lib/aws-lambda') = load('aws-cdk-lib/aws-lambda')
export const logs: typeof import('aws-cdk-lib/aws-logs') = load('aws-cdk-lib/aws-logs')
export const scheduler: typeof import('aws-cdk-lib/aws-scheduler') = load('aws-cdk-lib/aws-scheduler')
export const sns: typeof import('aws-cdk-lib/aws-sns') = load('aws-cdk-lib/aws-sns')
export const subscriptions: typeof import('aws-cdk-lib/aws-sns-subscriptions') = load(
  'aws-cdk-lib/aws-sns-subscriptions',
)
export const sqs: typeof import('aws-cdk-lib/aws-sqs') = load('aws-cdk-lib/aws-sqs')
