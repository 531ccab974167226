import { AwsError } from '../../errors.ts'

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message)

export const notFound = (what: 'group' | 'stream'): AwsError =>
  new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`)
