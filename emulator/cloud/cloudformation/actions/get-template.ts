import type { GetTemplateInput } from '@aws-sdk/client-cloudformation'
import type { Stacks } from '../stacks.ts'

/** Transforms are refused, so both stages are one. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export const getTemplate = (stacks: Stacks) => (input: GetTemplateInput) => ({
  TemplateBody: JSON.stringify(stacks.get(input.StackName).template),
  StagesAvailable: ['Original', 'Processed'],
})
