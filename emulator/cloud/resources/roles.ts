import type { AccessPort, PolicyStatement } from '../../ports.ts'
import { isRecord } from '../template/model.ts'
import { list } from './read.ts'

/** Roles gather their statements from several resources. */
export interface Roles {
  /** Adds or replaces one policy of a role. */
  putPolicy(roleArn: string, policy: string, statements: readonly PolicyStatement[]): void
  removePolicy(roleArn: string, policy: string): void
  removeRole(roleArn: string): void
  statementsOf(roleArn: string): readonly PolicyStatement[]
  /** The account's own managed policies, by ARN. */
  readonly managed: Map<string, readonly PolicyStatement[]>
}

export function createRoles(access: AccessPort): Roles {
  const roles = new Map<string, Map<string, readonly PolicyStatement[]>>()
  const statementsOf = (arn: string): PolicyStatement[] => [...(roles.get(arn)?.values() ?? [])].flat()
  return {
    statementsOf,
    managed: new Map(),
    putPolicy(arn, policy, statements) {
      const policies = roles.get(arn) ?? new Map<string, readonly PolicyStatement[]>()
      roles.set(arn, policies.set(policy, statements))
      access.putRole(arn, statementsOf(arn))
    },
    removePolicy(arn, policy) {
      if (!roles.get(arn)?.delete(policy)) return
      access.putRole(arn, statementsOf(arn))
    },
    removeRole(arn) {
      roles.delete(arn)
      access.deleteRole(arn)
    },
  }
}

/** The statements of a policy document. */
export function statementsIn(document: unknown): PolicyStatement[] {
  return isRecord(document) ? (list(document['Statement']) as PolicyStatement[]) : []
}
