import { invalidParameter } from './errors.ts'

/**
 * Reads a filter pattern for unstructured text: terms that must all be there, `?term` of which one must, `-term` that
 * must not; a term with other characters than letters, digits and `_` stands in quotes. Upper and lower case differ.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws {AwsError} InvalidParameterException for the other forms: JSON, columns, regular expressions
 */
export function parsePattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim()
  if (/^[{[%]/.test(text))
    throw invalidParameter(
      `the emulator knows filter patterns of terms and "quoted phrases" alone, not ${JSON.stringify(text)}`,
    )
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?=\s|$)|(\S)/g)].map((match) => {
    const [, sign, quoted, word, rest] = match
    if (rest !== undefined || (word !== undefined && !/^\w+$/.test(word)))
      throw invalidParameter(`Invalid filter pattern ${JSON.stringify(text)}: put ${word ?? rest} into quotes`)
    return { sign, term: quoted?.replace(/\\(.)/g, '$1') ?? word! }
  })
  const of = (wanted: string) => terms.filter(({ sign }) => sign === wanted).map(({ term }) => term)
  const [all, any, none] = [of(''), of('?'), of('-')]
  return (message) =>
    all.every((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term))
}
