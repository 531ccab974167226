import { invalidPattern } from './errors.ts'

export function parsePattern(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw Object.assign(invalidPattern('it is not JSON'), { cause })
  }
}
