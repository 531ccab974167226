import type { PolicyStatement, Principal } from '../../ports.ts'
import { conditionHolds } from './condition.ts'
import type { RequestContext } from './context.ts'
import { matchesWildcard } from './wildcard.ts'

export interface AccessRequest {
  readonly action: string
  readonly resource: string
  readonly context: RequestContext
}

/** True when a statement speaks of this action, resource and situation. Who asks is not its matter, see {@link namesPrincipal}. */
export function applies(statement: PolicyStatement, { action, resource, context }: AccessRequest): boolean {
  return (
    names(statement.Action, statement.NotAction, (pattern) => matchesWildcard(pattern, action, { ignoreCase: true })) &&
    names(statement.Resource, statement.NotResource, (pattern) => matchesWildcard(pattern, resource)) &&
    conditionHolds(statement.Condition, context)
  )
}

type Patterns = string | readonly string[] | undefined

/** A resource policy may leave out the resource: it is the one that it hangs on. */
function names(wanted: Patterns, excluded: Patterns, matches: (pattern: string) => boolean): boolean {
  if (excluded !== undefined) return !list(excluded).some(matches)
  return wanted === undefined || list(wanted).some(matches)
}

const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value)

/**
 * True when a resource policy's statement is about this principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function namesPrincipal(statement: PolicyStatement, principal: Principal, account: string): boolean {
  const wanted = statement.Principal
  if (wanted === '*') return true
  if (typeof wanted !== 'object' || wanted === null) return false
  return Object.entries(wanted).some(([type, value]) => {
    const values = (Array.isArray(value) ? value : [value]).map(String)
    if (type === 'AWS' && values.includes('*')) return true
    if (principal.type === 'service') return type === 'Service' && values.includes(principal.service)
    if (type !== 'AWS') return false
    const own = [account, `arn:aws:iam::${account}:root`, ...(principal.type === 'role' ? [principal.roleArn] : [])]
    return values.some((name) => own.includes(name))
  })
}
