import { AwsError } from '../../errors.ts'
import type { Principal } from '../../ports.ts'

/** A policy says something that the emulator cannot decide. */
export class UnknownConditionError extends Error {
  override readonly name = 'UnknownConditionError'

  constructor(operator: string) {
    super(
      `unknown condition operator ${operator} in a policy: use one of IAM's (StringEquals, StringLike, ArnLike, Bool, ...), or leave the condition out of what is run locally`,
    )
  }
}

/** What services call a refusal; SQS and SNS kept the names of their older protocol. */
const NAMES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  sqs: ['AccessDenied', 403],
  sns: ['AuthorizationError', 403],
  lambda: ['AccessDeniedException', 403],
  scheduler: ['AccessDeniedException', 403],
  sts: ['AccessDenied', 403],
  'execute-api': ['AccessDeniedException', 403],
  cloudformation: ['AccessDenied', 403],
  xray: ['AccessDeniedException', 403],
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied(
  principal: Principal,
  request: { readonly action: string; readonly resource: string; readonly account: string; readonly reason: string },
): AwsError {
  const { action, resource, account, reason } = request
  const [code, status] = NAMES[action.slice(0, action.indexOf(':'))] ?? (['AccessDeniedException', 400] as const)
  const step = principal.type === 'role' && principal.step !== undefined ? ` (step "${principal.step}")` : ''
  const who = describe(principal, account)
  return new AwsError(
    code,
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${reason}${step}`,
    {
      status,
    },
  )
}

function describe(principal: Principal, account: string): string {
  switch (principal.type) {
    case 'owner':
      return `arn:aws:iam::${account}:root`
    case 'role':
      return assumedRoleArn(principal, account)
    case 'service':
      return principal.sourceArn === undefined ? principal.service : `${principal.service} for ${principal.sourceArn}`
  }
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>`, the session being the function's name as in Lambda. */
export function assumedRoleArn(principal: Extract<Principal, { type: 'role' }>, account: string): string {
  return `arn:aws:sts::${account}:assumed-role/${principal.roleArn.split('/').at(-1)}/${principal.functionName}`
}
