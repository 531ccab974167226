import { useShortcuts } from './shortcuts.ts'

/** j and k go through the rows of a list, as the arrows do. */
export function useRowKeys<T>(items: readonly T[], current: (item: T) => boolean, select: (item: T) => void): void {
  const move = (by: number) => {
    const at = items.findIndex(current)
    const next = items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + by))]
    if (next !== undefined) select(next)
  }
  useShortcuts({ j: () => move(1), k: () => move(-1) })
}
