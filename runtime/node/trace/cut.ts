/** The beginning of a text, without half a character at its end or anywhere else: UTF-8 has none. */
export function cut(text: string, most: number): string {
  return text.slice(0, most).toWellFormed()
}
