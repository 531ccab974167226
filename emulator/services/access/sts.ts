import type { ServiceContext } from '../../ports.ts'
import type { Api, Call } from '../gateway/api.ts'
import { plainShape } from '../gateway/query.ts'
import { assumedRoleArn } from './errors.ts'

/** `GetCallerIdentity`, which needs no permission: the CDK's and AWS's command lines ask it first. */
export function stsApi({ account }: ServiceContext): Api {
  return {
    service: 'sts',
    query: plainShape('https://sts.amazonaws.com/doc/2011-06-15/'),
    members: {},
    permissions: () => [],
    actions: {
      GetCallerIdentity: (_input: unknown, { principal }: Call) => ({
        UserId: principal.type === 'role' ? `AROAMOTIA:${principal.functionName}` : account,
        Account: account,
        Arn: principal.type === 'role' ? assumedRoleArn(principal, account) : `arn:aws:iam::${account}:root`,
      }),
    },
  }
}
