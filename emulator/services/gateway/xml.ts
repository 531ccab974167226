import type { AwsError } from '../../errors.ts'
import type { QueryShape } from './query.ts'

/** An action's answer in the Query protocol's XML. */
export function answerXml(action: string, output: unknown, requestId: string, shape: QueryShape): string {
  const result = isStructure(output) ? element(`${action}Result`, members(output, action, shape)) : ''
  const metadata = element('ResponseMetadata', element('RequestId', requestId))
  return `<?xml version="1.0"?><${action}Response xmlns="${shape.namespace}">${result}${metadata}</${action}Response>`
}

export function errorXml(error: AwsError, code: string, requestId: string, shape: QueryShape): string {
  const type = error.status < 500 ? 'Sender' : 'Receiver'
  const inner =
    element('Type', type) + element('Code', escapeText(code)) + element('Message', escapeText(error.message))
  return `<?xml version="1.0"?><ErrorResponse xmlns="${shape.namespace}">${element('Error', inner)}${element('RequestId', requestId)}</ErrorResponse>`
}

function members(structure: Readonly<Record<string, unknown>>, action: string, shape: QueryShape): string {
  return Object.entries(structure)
    .map(([name, value]) => member(name, value, action, shape))
    .join('')
}

function member(name: string, value: unknown, action: string, shape: QueryShape): string {
  if (value === undefined || value === null) return ''
  const map = shape.answerMaps[name]
  if (map !== undefined && isStructure(value)) {
    const [entryElement, keyName, valueName] = map
    const entries = Object.entries(value).map(([key, entry]) =>
      element(entryElement ?? 'entry', element(keyName, escapeText(key)) + member(valueName, entry, action, shape)),
    )
    return entryElement === undefined ? element(name, entries.join('')) : entries.join('')
  }
  if (Array.isArray(value)) {
    const flattened = shape.answerList(name, action)
    const items = value.map((item) => member(flattened ?? 'member', item, action, shape)).join('')
    return flattened === undefined ? element(name, items) : items
  }
  return element(name, isStructure(value) ? members(value, action, shape) : escapeText(String(value)))
}

const isStructure = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const element = (name: string, content: string) => `<${name}>${content}</${name}>`

/** Line breaks and tabs too: an XML reader would make other white space of them. */
const escapeText = (text: string) =>
  text.replace(/[&<>"'\r\n\t]/g, (char) =>
    char === '&' ? '&amp;' : char === '<' ? '&lt;' : `&#x${char.charCodeAt(0).toString(16)};`,
  )
