import type { DeployedStack } from '../deploy/index.ts'
import { invalidParameter, notFound } from './errors.ts'
import type { LogStore } from './store.ts'

export interface LogGroup {
  readonly name: string
  /** Without the `:*` that policies name. */
  readonly arn: string
  readonly created: number
  readonly retentionInDays?: number
}

/** The log groups of the template, and those that functions without one write to. */
export interface LogGroups {
  all(): LogGroup[]
  /** @throws {AwsError} ResourceNotFoundException, InvalidParameterException */
  get(given: { readonly logGroupName?: string | undefined; readonly logGroupIdentifier?: string | undefined }): LogGroup
  arnOf(name: string): string
}

export function createLogGroups(
  account: { readonly region: string; readonly account: string },
  deployed: () => DeployedStack,
  store: LogStore,
): LogGroups {
  const arnOf = (name: string): string => `arn:aws:logs:${account.region}:${account.account}:log-group:${name}`
  const all = (): LogGroup[] => {
    const { resources, stacks } = deployed()
    const created = stacks[0]?.created ?? 0
    const stated = [...resources.values()]
      .filter(({ type }) => type === 'AWS::Logs::LogGroup')
      .map(({ made, request }): LogGroup => {
        const days = Number(request.properties['RetentionInDays'])
        return { name: made.ref, arn: arnOf(made.ref), created, ...(days > 0 && { retentionInDays: days }) }
      })
    const implied = store
      .groups()
      .filter((name) => !stated.some((group) => group.name === name))
      .map((name) => ({ name, arn: arnOf(name), created: store.streams(name)[0]!.created }))
    return [...stated, ...implied].sort((a, b) => (a.name < b.name ? -1 : 1))
  }
  return {
    all,
    arnOf,
    get({ logGroupName, logGroupIdentifier }) {
      if ((logGroupName === undefined) === (logGroupIdentifier === undefined))
        throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be given')
      const wanted = (logGroupName ?? logGroupIdentifier)!.replace(/:\*$/, '')
      const found = all().find(({ name, arn }) => name === wanted || arn === wanted)
      if (!found) throw notFound('group')
      return found
    },
  }
}
