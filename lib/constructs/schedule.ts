import type { Duration } from 'aws-cdk-lib'
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { Construct } from 'constructs'
import { eventBridgeSchedules } from '../schedule/index.ts'
import type { CronTrigger, Step } from '../steps/model.ts'
import { core, iam, lambda, scheduler } from './cdk.ts'
import { SynthError } from './errors.ts'
import { mark } from './metadata.ts'
import type { StepOptions } from './props.ts'
import type { StepDeadLetterQueue } from './queue.ts'

/** Lambda tries an asynchronous invocation at most twice again. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
const mostRetries = 2

/**
 * Runs a cron Step's function. The schedule's own failures and the function's both end in the dead-letter queue: the
 * function is invoked asynchronously, so its errors never reach the schedule.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export function connectSchedule(
  scope: Construct,
  step: Step,
  trigger: CronTrigger,
  target: LambdaFunction,
  deadLetters: StepDeadLetterQueue,
  permissions: PolicyDocument,
  options: StepOptions,
): CfnSchedule[] {
  const deadLetterArn = deadLetters.deadLetterQueue.queueArn
  permissions.addStatements(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetterArn] }))
  new lambda.CfnEventInvokeConfig(scope, 'InvokeConfig', {
    functionName: target.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: Math.min(step.infrastructure.queue?.maxRetries ?? mostRetries, mostRetries),
    destinationConfig: { onFailure: { destination: deadLetterArn } },
  })
  const role = new iam.Role(scope, 'ScheduleRole', {
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': core.Aws.ACCOUNT_ID } },
    }),
    inlinePolicies: {
      Schedule: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
          new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetterArn] }),
        ],
      }),
    },
  })
  const timezone = trigger.timezone ?? 'UTC'
  return schedulesOf(step, trigger).map(({ expression, skipDaysOfMonth }, index) => {
    const schedule = new scheduler.CfnSchedule(scope, index === 0 ? 'Schedule' : `Schedule${index + 1}`, {
      description: `${step.name}: ${trigger.expression}`,
      scheduleExpression: expression,
      scheduleExpressionTimezone: timezone,
      flexibleTimeWindow: flexibleWindow(options.flexibleWindow),
      state: 'ENABLED',
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        input: input(skipDaysOfMonth && { daysOfMonth: skipDaysOfMonth, timezone }),
        deadLetterConfig: { arn: deadLetterArn },
        retryPolicy: { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 10 },
      },
    })
    mark(schedule, { step: step.name, role: 'schedule', written: trigger.expression })
    return schedule
  })
}

function schedulesOf(step: Step, trigger: CronTrigger) {
  try {
    return eventBridgeSchedules(trigger.expression)
  } catch (cause) {
    const { file, line } = step.location
    throw new SynthError(`${file}:${line}: step '${step.name}': ${(cause as Error).message}`, { cause })
  }
}

/** What the runtime is told of a run. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function input(skip: { readonly daysOfMonth: readonly number[]; readonly timezone: string } | undefined): string {
  return JSON.stringify({
    scheduleArn: '<aws.scheduler.schedule-arn>',
    scheduledTime: '<aws.scheduler.scheduled-time>',
    ...(skip ? { skip } : {}),
  })
}

function flexibleWindow(window: Duration | undefined) {
  if (!window) return { mode: 'OFF' }
  return { mode: 'FLEXIBLE', maximumWindowInMinutes: window.toMinutes() }
}
