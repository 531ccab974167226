/**
 * The CDK side of motia-aws: Steps in, CloudFormation out.
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib'
 * import { StepsApp } from 'motia-aws/cdk'
 *
 * const stack = new Stack(new App(), 'Shop')
 * const shop = new StepsApp(stack, 'Shop', { entry: 'steps-example' })
 *
 * @module
 */

export { StepsApi } from './constructs/api.ts'
export { StepsApp } from './constructs/app.ts'
export { StepsError, SynthError } from './constructs/errors.ts'
export type { ResourceMetadata, ResourceRole } from './constructs/metadata.ts'
export { type PrepareOptions, prepareSteps } from './constructs/prepare.ts'
export type {
  AlarmsProps,
  AuthorizerProps,
  DomainProps,
  FunctionOptions,
  JwtAuthorizerProps,
  LambdaAuthorizerProps,
  PreparedSteps,
  SpreadProps,
  StepOptions,
  StepsAppProps,
  TopicOptions,
} from './constructs/props.ts'
export { StepQueue } from './constructs/queue.ts'
export { Step, type StepProps } from './constructs/step.ts'
export { Streams } from './constructs/streams.ts'
export { Topic, type Transport } from './constructs/topic.ts'
