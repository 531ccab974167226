import { AwsError } from '../../../errors.ts'

export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequestException', message)
