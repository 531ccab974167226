import { createHash } from 'node:crypto'

/** Lambda stops the seventeenth run of a function within one chain of events. */
const limit = 16

/**
 * Counts a run of a function in the `Lineage` of a trace header.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 *
 * @returns the lineage for the invocation, and whether the function has run too often for one event
 */
export function countRun(
  lineage: string | undefined,
  functionArn: string,
): { readonly lineage: string; readonly tooOften: boolean } {
  const id = functionId(functionArn)
  const runs = (lineage ?? '').split('|').filter((run) => run !== '')
  const at = runs.findIndex((run) => run.startsWith(`${id}:`))
  const count = at === -1 ? 1 : Number(runs[at]!.slice(id.length + 1)) + 1
  if (at !== -1) runs.splice(at, 1)
  // The header has room for a few functions only; the oldest is forgotten first.
  return { lineage: [...runs.slice(-31), `${id}:${count}`].join('|'), tooOften: count > limit }
}

const ids = new Map<string, string>()

function functionId(arn: string): string {
  const known = ids.get(arn)
  if (known) return known
  const id = createHash('sha256').update(arn).digest('hex').slice(0, 8)
  ids.set(arn, id)
  return id
}
