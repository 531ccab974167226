import { AwsError } from '../../errors.ts'

/** What dynalite throws: the body of DynamoDB's answer. */
interface DynaliteError {
  readonly statusCode: number
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string }
}

const isDynaliteError = (thrown: unknown): thrown is DynaliteError =>
  typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown && 'body' in thrown

/** A dynalite error as one of ours; anything else as it is. */
export function fromDynalite(thrown: unknown, members: Readonly<Record<string, unknown>> = {}): unknown {
  if (!isDynaliteError(thrown)) return thrown
  const { __type: type, message, Message } = thrown.body
  const code = type.slice(type.indexOf('#') + 1)
  return new AwsError(code, message ?? Message ?? '', { status: thrown.statusCode, members, cause: thrown })
}

export const validation = (message: string) => new AwsError('ValidationException', message)

export class TableChangeError extends Error {
  override readonly name = 'TableChangeError'

  constructor(table: string) {
    super(
      `table ${table} has other keys or indexes than before, and changing them would need a new table: start with --fresh to drop its items, or give the table another name`,
    )
  }
}

export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError'

  constructor(directory: string, cause: unknown) {
    super(`${directory} is in use by another emulator: stop it, or give this one a folder of its own`, { cause })
  }
}
