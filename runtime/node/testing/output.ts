import { vi } from 'vitest'

/** Takes what is written to stdout while a test runs; each line of JSON parsed. */
export function captureLogs(): { readonly lines: Record<string, unknown>[]; release(): void } {
  const lines: Record<string, unknown>[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    for (const line of String(text).split('\n')) if (line.startsWith('{')) lines.push(JSON.parse(line))
    return true
  })
  return { lines, release: () => spy.mockRestore() }
}
