import type { Position } from './layout.ts'

const keyOf = (app: string) => `workbench.positions.${app}`

/** Where the reader put nodes by hand, kept in this browser. */
export function pinnedPositions(app: string): Readonly<Record<string, Position>> {
  const stored = localStorage.getItem(keyOf(app))
  return stored ? (JSON.parse(stored) as Record<string, Position>) : {}
}

export function pin(app: string, id: string, position: Position): void {
  localStorage.setItem(keyOf(app), JSON.stringify({ ...pinnedPositions(app), [id]: position }))
}

export function unpinAll(app: string): void {
  localStorage.removeItem(keyOf(app))
}
