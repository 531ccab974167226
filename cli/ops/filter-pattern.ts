/** Filter patterns of CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */

/** Lines with this text. */
export const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** Lines with at least one of these texts. */
export const anyOf = (texts: readonly string[]): string =>
  texts.length === 1 ? quoted(texts[0]!) : texts.map((text) => `?${quoted(text)}`).join(' ')
