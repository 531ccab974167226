import type { Trigger } from '../model.ts'

const COMMON = [
  'type',
  'name',
  'description',
  'flows',
  'emits',
  'virtualEmits',
  'virtualSubscribes',
  'includeFiles',
  'infrastructure',
  'allowLoop',
  'validate',
  'handler',
  'middleware',
]

/** The keys that a config may have, by its type. */
export const KNOWN_KEYS: Record<Trigger['type'], readonly string[]> = {
  api: [...COMMON, 'method', 'path', 'bodySchema', 'querySchema', 'responseSchema', 'queryParams', 'auth'],
  event: [...COMMON, 'subscribes', 'input'],
  cron: [...COMMON, 'expression', 'cron', 'timezone', 'input'],
  noop: COMMON,
}

/** The known word that a mistyped one was meant to be; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(word.length / 3))
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
  return ranked[0]?.candidate ?? null
}

/** Levenshtein's distance: the least number of letters to insert, delete or replace. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
