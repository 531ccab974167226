import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge'
import { invalid } from '../errors.ts'
import { parsePattern } from '../parse-pattern.ts'
import { compile } from '../registry.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern = () => (input: TestEventPatternRequest) => {
  const matches = compile(parsePattern(input.EventPattern ?? ''))
  return { Result: matches(parseEvent(input.Event ?? '')) } satisfies TestEventPatternResponse
}

function parseEvent(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw Object.assign(invalid('Event is not valid JSON.'), { cause })
  }
}
