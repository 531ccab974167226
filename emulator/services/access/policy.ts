import { AwsError } from '../../errors.ts'
import type { PolicyStatement } from '../../ports.ts'

/** The statements of a policy document in JSON; an empty text is no policy. */
export function parsePolicy(text: string | undefined): readonly PolicyStatement[] {
  if (!text) return []
  try {
    const { Statement: statement } = JSON.parse(text) as { Statement?: PolicyStatement | readonly PolicyStatement[] }
    return statement === undefined ? [] : ([statement].flat() as readonly PolicyStatement[])
  } catch (cause) {
    throw new AwsError('InvalidAttributeValue', 'Invalid value for the parameter Policy.', { cause })
  }
}
