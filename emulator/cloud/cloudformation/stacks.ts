import { AwsError } from '../../errors.ts'
import type { DeployedStack, StackInfo } from '../deploy/index.ts'
import { pageOf } from '../page.ts'
import { stackId, stackName } from '../template/index.ts'

export interface Account {
  readonly region: string
  readonly account: string
}

/** A stack with its names on AWS. */
export interface Stack extends StackInfo {
  readonly name: string
  readonly id: string
  readonly parentId?: string
  readonly rootId?: string
}

/** A resource of a stack, a nested stack being one of its parent's. */
export interface StackResource {
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly metadata: unknown
}

/** The deployment, as CloudFormation speaks of it. */
export interface Stacks {
  /** The root first. */
  all(): Stack[]
  /** By name or id. */
  find(nameOrId: string): Stack | undefined
  /** @throws {AwsError} ValidationError, when there is none of that name */
  get(nameOrId: string | undefined): Stack
  resources(stack: Stack): StackResource[]
  /** The stack that has a resource. @throws {AwsError} ValidationError */
  ofResource(physicalId: string): Stack
}

export function createStacks(account: Account, deployed: () => DeployedStack): Stacks {
  const idOf = (path: string): string => stackId({ ...account, stack: path })
  const all = (): Stack[] =>
    deployed().stacks.map((stack) => {
      const parts = stack.path.split('/')
      const nested = parts.length > 1 && { parentId: idOf(parts.slice(0, -1).join('/')), rootId: idOf(parts[0]!) }
      return { ...stack, ...nested, name: stackName(stack.path), id: idOf(stack.path) }
    })
  const find = (nameOrId: string): Stack | undefined =>
    all().find(({ name, id }) => nameOrId === name || nameOrId === id)

  const resources = ({ path, template }: Stack): StackResource[] =>
    Object.entries(template.Resources).flatMap(([logicalId, { Type: type, Metadata: metadata }]) => {
      const place = `${path}/${logicalId}`
      const physicalId =
        deployed().resources.get(place)?.made.ref ??
        (deployed().stacks.some((stack) => stack.path === place) ? idOf(place) : undefined)
      // Its condition does not hold: there is no such resource.
      return physicalId === undefined ? [] : [{ logicalId, physicalId, type, metadata }]
    })

  return {
    all,
    find,
    resources,
    get(nameOrId) {
      if (nameOrId === undefined) throw validationError('StackName is missing')
      const found = find(nameOrId)
      if (!found) throw validationError(`Stack with id ${nameOrId} does not exist`)
      return found
    },
    ofResource(physicalId) {
      const found = all().find((stack) => resources(stack).some((resource) => resource.physicalId === physicalId))
      if (!found) throw validationError(`Stack for ${physicalId} does not exist`)
      return found
    },
  }
}

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message)

/** CREATE_COMPLETE, or UPDATE_COMPLETE once it was deployed again: a deployment that fails is put back. */
export const statusOf = ({ updated }: Stack) => (updated === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE')

export const iso = (time: number): string => new Date(time).toISOString()

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html: 100 a page. */
export const page = <T>(items: readonly T[], token: string | undefined) =>
  pageOf(items, token, 100, () => {
    throw validationError(`NextToken ${JSON.stringify(token)} is none that was given out`)
  })
