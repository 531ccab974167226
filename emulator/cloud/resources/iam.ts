import type { PolicyStatement } from '../../ports.ts'
import { DeployError } from '../errors.ts'
import { managedPolicies } from './managed-policies.ts'
import type { Cloud, Provider } from './provider.ts'
import { list, optional, record, required, strings } from './read.ts'
import { statementsIn } from './roles.ts'

const inline = (properties: Readonly<Record<string, unknown>>): PolicyStatement[] =>
  list(properties['Policies']).flatMap((policy) => statementsIn(record(policy)['PolicyDocument']))

export const role: Provider = {
  honours: ['RoleName', 'Policies', 'ManagedPolicyArns'],
  inert: ['AssumeRolePolicyDocument', 'Description', 'MaxSessionDuration', 'Path', 'Tags'],
  check: (properties) =>
    [
      properties['PermissionsBoundary'] !== undefined &&
        'PermissionsBoundary is not enforced here: leave it to the deployed stack',
    ].filter((problem) => typeof problem === 'string'),
  put(request, cloud) {
    const name = optional(request.properties, 'RoleName') ?? request.generatedName(64)
    const arn = `arn:aws:iam::${cloud.account}:role/${name}`
    cloud.roles.putPolicy(arn, 'inline', inline(request.properties))
    cloud.roles.putPolicy(
      arn,
      'managed',
      strings(request.properties['ManagedPolicyArns']).flatMap((each) => managed(each, cloud, request.path)),
    )
    return {
      ref: name,
      arn,
      attributes: {
        Arn: arn,
        RoleId: `AROA${name
          .toUpperCase()
          .replaceAll(/[^A-Z0-9]/g, '')
          .slice(0, 16)}`,
      },
    }
  },
  remove: (made, _, cloud) => cloud.roles.removeRole(made.arn!),
}

function managed(arn: string, cloud: Cloud, path: string): readonly PolicyStatement[] {
  const known = managedPolicies[arn.split(':policy/')[1] ?? '']
  if (known && arn.startsWith('arn:aws:iam::aws:')) return known
  const own = cloud.roles.managed.get(arn)
  if (own) return own
  throw new DeployError(
    `${path}: managed policy ${arn} is not known here; known are ${Object.keys(managedPolicies).join(', ')}: use those or an inline policy`,
  )
}

export const policy: Provider = {
  honours: ['PolicyDocument', 'PolicyName', 'Roles'],
  inert: ['Users', 'Groups'],
  put(request, cloud) {
    for (const name of strings(request.properties['Roles']))
      cloud.roles.putPolicy(roleArn(name, cloud), request.path, statementsIn(request.properties['PolicyDocument']))
    return { ref: required(request, 'PolicyName'), attributes: { Id: request.path } }
  },
  remove(_, request, cloud) {
    for (const name of strings(request.properties['Roles']))
      cloud.roles.removePolicy(roleArn(name, cloud), request.path)
  },
}

export const managedPolicy: Provider = {
  honours: ['PolicyDocument', 'ManagedPolicyName', 'Roles'],
  inert: ['Description', 'Path', 'Users', 'Groups', 'Tags'],
  put(request, cloud) {
    const name = optional(request.properties, 'ManagedPolicyName') ?? request.generatedName(128)
    const arn = `arn:aws:iam::${cloud.account}:policy/${name}`
    const statements = statementsIn(request.properties['PolicyDocument'])
    cloud.roles.managed.set(arn, statements)
    for (const each of strings(request.properties['Roles']))
      cloud.roles.putPolicy(roleArn(each, cloud), request.path, statements)
    return { ref: arn, arn, attributes: { PolicyArn: arn } }
  },
  remove(made, request, cloud) {
    cloud.roles.managed.delete(made.ref)
    for (const each of strings(request.properties['Roles']))
      cloud.roles.removePolicy(roleArn(each, cloud), request.path)
  },
}

function roleArn(name: string, cloud: Cloud): string {
  return `arn:aws:iam::${cloud.account}:role/${name}`
}
