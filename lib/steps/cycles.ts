type Successors = ReadonlyMap<string, readonly string[]>

/**
 * The groups of nodes that can all reach one another, one node alone only when it leads to itself
 * (Tarjan, "Depth-first search and linear graph algorithms", 1972; without recursion, for long chains).
 */
export function stronglyConnected(next: Successors): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const waiting = new Set<string>()
  const groups: string[][] = []

  function enter(node: string): { node: string; rest: string[] } {
    index.set(node, index.size)
    low.set(node, index.get(node)!)
    stack.push(node)
    waiting.add(node)
    return { node, rest: [...(next.get(node) ?? [])] }
  }

  for (const start of next.keys()) {
    if (index.has(start)) continue
    const path = [enter(start)]
    while (path.length > 0) {
      const { node, rest } = path.at(-1)!
      const to = rest.pop()
      if (to !== undefined) {
        if (!index.has(to)) path.push(enter(to))
        else if (waiting.has(to)) low.set(node, Math.min(low.get(node)!, index.get(to)!))
        continue
      }
      path.pop()
      const parent = path.at(-1)?.node
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(node)!))
      if (low.get(node) !== index.get(node)) continue
      const group = stack.splice(stack.lastIndexOf(node))
      for (const member of group) waiting.delete(member)
      if (group.length > 1 || next.get(node)?.includes(node)) groups.push(group.sort())
    }
  }
  return groups.sort((a, b) => (a[0]! < b[0]! ? -1 : 1))
}

/** The shortest way round from the group's first node back to it. */
export function walkRound(next: Successors, group: readonly string[]): string[] {
  const [start] = group
  if (start === undefined) return []
  const inside = new Set(group)
  const from = new Map<string, string>()
  const queue = [start]
  for (const node of queue) {
    for (const to of next.get(node) ?? []) {
      if (!inside.has(to)) continue
      if (to === start) return trail(from, start, node)
      if (from.has(to)) continue
      from.set(to, node)
      queue.push(to)
    }
  }
  return [...group]
}

function trail(from: ReadonlyMap<string, string>, start: string, end: string): string[] {
  const path = [end]
  while (path[0] !== start) path.unshift(from.get(path[0]!)!)
  return path
}
