import { DeployError } from '../errors.ts'
import { isRecord } from '../template/model.ts'

type Properties = Readonly<Record<string, unknown>>

/** A property that must be there. */
export function required(
  { path, properties }: { readonly path: string; readonly properties: Properties },
  name: string,
): string {
  const value = properties[name]
  if (value === undefined || value === null) throw new DeployError(`${path}: property ${name} is missing`)
  return String(value)
}

export function optional(properties: Properties, name: string): string | undefined {
  const value = properties[name]
  return value === undefined || value === null ? undefined : String(value)
}

export function number(properties: Properties, name: string): number | undefined {
  const value = optional(properties, name)
  return value === undefined ? undefined : Number(value)
}

export function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

export function list(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}

export function strings(value: unknown): string[] {
  return list(value).map(String)
}

/** A property that may be JSON text or an object, as JSON text. */
export function json(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Attributes as the services' APIs take them: text, objects as JSON. */
export function attributes(properties: Properties, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, json(properties[name])]),
  )
}

/** `true` and `"true"`. */
export function flag(value: unknown): boolean {
  return value === true || value === 'true'
}

/** The last part of an ARN or URL. */
export function lastPart(identifier: string): string {
  return identifier.split(/[:/]/).at(-1)!
}
