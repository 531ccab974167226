import { table } from './dynamodb.ts'
import { eventBus, rule } from './events.ts'
import { api, authorizer, integration, route, routeResponse, stage } from './http-api.ts'
import { managedPolicy, policy, role } from './iam.ts'
import { inert, logGroup } from './inert.ts'
import { eventInvokeConfig, eventSourceMapping, lambdaFunction, permission } from './lambda.ts'
import type { Provider } from './provider.ts'
import { schedule, scheduleGroup } from './scheduler.ts'
import { subscription, topic, topicPolicy } from './sns.ts'
import { queue, queuePolicy } from './sqs.ts'

export type { Cloud, Made, Provider, ResourceRequest } from './provider.ts'
export { createRoles, type Roles } from './roles.ts'

/** The resource types that run here. */
export const providers: Readonly<Record<string, Provider>> = {
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Authorizer': authorizer,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::ApiGatewayV2::RouteResponse': routeResponse,
  'AWS::ApiGatewayV2::Stage': stage,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::EventBus': eventBus,
  'AWS::Events::Rule': rule,
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::Role': role,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': topicPolicy,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::Scheduler::ScheduleGroup': scheduleGroup,
}

/** Resource types that make no difference to what runs. */
export const inertTypes: Readonly<Record<string, Provider>> = Object.fromEntries(
  [
    'AWS::ApiGatewayV2::ApiMapping',
    'AWS::ApiGatewayV2::DomainName',
    'AWS::ApplicationInsights::Application',
    'AWS::Budgets::Budget',
    'AWS::CDK::Metadata',
    'AWS::CertificateManager::Certificate',
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::CompositeAlarm',
    'AWS::CloudWatch::Dashboard',
    'AWS::EC2::SecurityGroup',
    'AWS::EC2::SecurityGroupEgress',
    'AWS::EC2::SecurityGroupIngress',
    'AWS::KMS::Alias',
    'AWS::KMS::Key',
    'AWS::Logs::MetricFilter',
    'AWS::Logs::QueryDefinition',
    'AWS::Logs::ResourcePolicy',
    'AWS::ResourceGroups::Group',
    'AWS::Route53::RecordSet',
    'AWS::XRay::Group',
    'AWS::XRay::SamplingRule',
  ].map((type) => [type, inert]),
)
