import type { HttpAnswer } from './http.ts'

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html: lists are `Name.member.1`, structures `Name.Field`. */
export function queryBody(operation: string, version: string, input: object): string {
  const fields = new URLSearchParams({ Action: operation, Version: version })
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return
    if (Array.isArray(value)) for (const [index, item] of value.entries()) add(`${name}.member.${index + 1}`, item)
    else if (typeof value === 'object')
      for (const [key, item] of Object.entries(value)) add(name ? `${name}.${key}` : key, item)
    else fields.append(name, String(value))
  }
  add('', input)
  return fields.toString()
}

/** The lists of a PublishBatch answer, as the SDK gives them. */
export function queryResult(xml: string): unknown {
  return { Successful: membersOf(xml, 'Successful'), Failed: membersOf(xml, 'Failed') }
}

function membersOf(xml: string, list: string): Record<string, unknown>[] {
  return elements(element(xml, list) ?? '', 'member').map((member) => {
    const senderFault = element(member, 'SenderFault')
    return {
      ...Object.fromEntries(
        ['Id', 'MessageId', 'Code', 'Message'].flatMap((name) => {
          const value = element(member, name)
          return value === undefined ? [] : [[name, unescapeXml(value)]]
        }),
      ),
      ...(senderFault !== undefined && { SenderFault: senderFault === 'true' }),
    }
  })
}

export function queryError({ body, status }: HttpAnswer): { readonly code: string; readonly message: string } {
  return {
    code: unescapeXml(element(body, 'Code') ?? `HTTP ${status}`),
    message: unescapeXml(element(body, 'Message') ?? body.slice(0, 200)),
  }
}

function element(xml: string, name: string): string | undefined {
  return elements(xml, name)[0]
}

function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => match[1]!)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal) return String.fromCodePoint(Number(decimal))
    return entities[name ?? ''] ?? whole
  })
}
