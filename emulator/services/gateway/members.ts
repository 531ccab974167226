import { AwsError } from '../../errors.ts'

/** What the members of an API's input must be; the structures in a list are checked by the same table. */
export type MemberTypes = Readonly<Record<string, 'string' | 'number' | 'structure' | 'strings' | 'structures'>>

type Structure = Readonly<Record<string, unknown>>

const isStructure = (value: unknown): value is Structure =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Checks what came over the wire before an action trusts its type. The SDKs cannot send anything else; a request made by
 * hand can, and gets SerializationException as from AWS. A member that is null is left out, as in AWS.
 */
export function checkMembers(input: unknown, types: MemberTypes): Structure {
  if (!isStructure(input)) throw refuse('the input', 'a structure')
  const present = Object.entries(input).filter(([, value]) => value !== null)
  return Object.fromEntries(
    present.map(([name, value]) => [name, Object.hasOwn(types, name) ? checkMember(name, value, types) : value]),
  )
}

function checkMember(name: string, value: unknown, types: MemberTypes): unknown {
  const type = types[name]
  const fits = {
    string: () => typeof value === 'string',
    number: () => typeof value === 'number',
    structure: () => isStructure(value),
    strings: () => Array.isArray(value) && value.every((one) => typeof one === 'string'),
    structures: () => Array.isArray(value) && value.every(isStructure),
  }[type!]
  if (!fits()) throw refuse(name, type!.endsWith('s') ? `a list of ${type}` : `a ${type}`)
  return type === 'structures' ? (value as readonly Structure[]).map((one) => checkMembers(one, types)) : value
}

const refuse = (name: string, what: string) => new AwsError('SerializationException', `${name} must be ${what}`)
