/** Bytes with a unit: `512 B`, `1.2 KB`, `3.4 MB` (1 KB is 1,024 bytes). */
export function bytes(count: number): string {
  if (count < 1024) return `${count} B`
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(1)} KB`
  return `${(count / 1024 / 1024).toFixed(1)} MB`
}

/** US dollars, with as many digits as a small price needs: `$0.40`, `$0.0083`. */
export function dollars(usd: number): string {
  if (usd === 0) return '$0.00'
  if (Math.abs(usd) < 0.01) return `$${usd.toFixed(4)}`
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** `1 run`, `1,204 runs`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString('en-US')} ${amount === 1 ? one : many}`
}

/** JSON as shown and edited everywhere: two spaces. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? 'undefined'
}
