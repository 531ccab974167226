/**
 * Reads a place in an event: `$.detail.items[0].id`, `$.detail.items[*].id`; undefined where there is nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function readPath(root: unknown, path: string): unknown {
  const steps = [...path.matchAll(/\.([^.[\]]+)|\[(\d+|\*)\]|\['([^']*)'\]/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  )
  return steps.reduce<unknown>(readStep, root)
}

function readStep(value: unknown, step: string): unknown {
  if (step === '*') return Array.isArray(value) ? value : undefined
  if (Array.isArray(value) && !/^\d+$/.test(step)) {
    const found = value.map((item) => readStep(item, step)).filter((item) => item !== undefined)
    return found.length > 0 ? found : undefined
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  return (value as Readonly<Record<string, unknown>>)[step]
}
