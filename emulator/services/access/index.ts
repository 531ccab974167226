import type { AccessPort, PolicyStatement, Principal, ServiceContext } from '../../ports.ts'
import type { Permission } from '../gateway/api.ts'
import { checkConditions } from './condition.ts'
import { requestContext } from './context.ts'
import { type Credentials, createCredentials } from './credentials.ts'
import { accessDenied } from './errors.ts'
import { type AccessRequest, applies, namesPrincipal } from './statement.ts'

export { stsApi } from './sts.ts'

export interface Access {
  readonly port: AccessPort
  readonly identify: Credentials['identify']
  /** Sets the policy that hangs on a resource; an empty list takes it away. */
  setResourcePolicy(arn: string, statements: readonly PolicyStatement[]): void
  /** Throws AccessDenied, in the words of the action's service, unless the principal may do it. */
  authorize(principal: Principal, permission: Permission): void
}

/**
 * Decides by IAM's rules within one account: an explicit deny wins, then one allow in the caller's own policies or the
 * resource's is enough, else no. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function createAccess(context: Pick<ServiceContext, 'account' | 'region' | 'clock'>): Access {
  const roles = new Map<string, readonly PolicyStatement[]>()
  const resources = new Map<string, readonly PolicyStatement[]>()
  const credentials = createCredentials()

  const reasonToRefuse = (principal: Principal, request: AccessRequest): string | undefined => {
    const identity =
      principal.type === 'role' ? (roles.get(principal.roleArn) ?? []).filter((s) => applies(s, request)) : []
    const resource = (resources.get(request.resource) ?? []).filter(
      (s) => namesPrincipal(s, principal, context.account) && applies(s, request),
    )
    const has = (statements: readonly PolicyStatement[], effect: string) => statements.some((s) => s.Effect === effect)
    if (has(identity, 'Deny')) return 'with an explicit deny in an identity-based policy'
    if (has(resource, 'Deny')) return 'with an explicit deny in a resource-based policy'
    if (has(identity, 'Allow') || has(resource, 'Allow')) return undefined
    const kind = principal.type === 'service' ? 'resource' : 'identity'
    return `because no ${kind}-based policy allows the ${request.action} action`
  }

  return {
    port: {
      putRole(roleArn, statements) {
        statements.forEach(checkConditions)
        roles.set(roleArn, statements)
      },
      deleteRole: (roleArn) => void roles.delete(roleArn),
      issueCredentials: credentials.issue,
    },
    identify: credentials.identify,
    setResourcePolicy(arn, statements) {
      statements.forEach(checkConditions)
      if (statements.length === 0) resources.delete(arn)
      else resources.set(arn, statements)
    },
    authorize(principal, { action, resource, context: extra }) {
      if (principal.type === 'owner') return
      const { account } = context
      const request = { action, resource, context: requestContext(principal, { ...context, extra }) }
      const reason = reasonToRefuse(principal, request)
      if (reason !== undefined) throw accessDenied(principal, { action, resource, account, reason })
    },
  }
}
