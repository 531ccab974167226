import type { AnnotationValue, Summary } from '../summary.ts'

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html#console-filters-boolean */
export const booleans: Readonly<Record<string, (summary: Summary) => boolean>> = {
  ok: ({ fault, error, throttle }) => !fault && !error && !throttle,
  error: ({ error }) => error,
  throttle: ({ throttle }) => throttle,
  fault: ({ fault }) => fault,
  partial: ({ partial }) => partial,
}

/** Seconds. https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html#console-filters-number */
export const numbers: Readonly<Record<string, (summary: Summary) => number | undefined>> = {
  responsetime: ({ responseTime }) => responseTime,
  duration: ({ duration }) => duration,
  'http.status': ({ http }) => http.status,
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html#console-filters-string */
export const strings: Readonly<Record<string, (summary: Summary) => readonly string[]>> = {
  'http.url': ({ http }) => list(http.url),
  'http.method': ({ http }) => list(http.method),
  'http.useragent': ({ http }) => list(http.userAgent),
  'http.clientip': ({ http }) => list(http.clientIp),
  user: ({ users }) => users,
  'resource.arn': ({ resourceArns }) => resourceArns,
}

const list = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value])

export const comparisons: Readonly<Record<string, (actual: AnnotationValue, wanted: AnnotationValue) => boolean>> = {
  '=': (actual, wanted) => actual === wanted,
  '!=': (actual, wanted) => actual !== wanted,
}

export const numberComparisons: typeof comparisons = {
  ...comparisons,
  '<': (actual, wanted) => actual < wanted,
  '<=': (actual, wanted) => actual <= wanted,
  '>': (actual, wanted) => actual > wanted,
  '>=': (actual, wanted) => actual >= wanted,
}

export const stringComparisons: typeof comparisons = {
  ...comparisons,
  CONTAINS: (actual, wanted) => String(actual).includes(String(wanted)),
  BEGINSWITH: (actual, wanted) => String(actual).startsWith(String(wanted)),
  ENDSWITH: (actual, wanted) => String(actual).endsWith(String(wanted)),
}
