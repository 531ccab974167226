import { TemplateError } from '../errors.ts'
import { condition } from './conditions.ts'
import { isRecord } from './model.ts'
import type { Scope } from './scope.ts'

/** Stands for `AWS::NoValue`: whatever holds it is left out. */
const noValue = Symbol('AWS::NoValue')

/**
 * Resolves the intrinsic functions of a template value.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function resolveValue(value: unknown, scope: Scope): unknown {
  const resolved = resolve(value, scope)
  return resolved === noValue ? undefined : resolved
}

function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue)
  if (!isRecord(value)) return value
  const keys = Object.keys(value)
  const only = keys.length === 1 ? keys[0]! : ''
  const intrinsic = intrinsics[only]
  if (intrinsic) return intrinsic(value[only], scope)
  if (only.startsWith('Fn::')) throw new TemplateError([`${only} is not supported (stack ${scope.stack})`])
  const result: Record<string, unknown> = {}
  for (const key of keys) {
    const item = resolve(value[key], scope)
    if (item !== noValue) result[key] = item
  }
  return result
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => ref(String(argument), scope),

  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...names] = Array.isArray(argument) ? argument : splitOnce(String(argument))
    return scope.attribute(String(logicalId), names.map((name) => text(resolve(name, scope))).join('.'))
  },

  'Fn::Sub': (argument, scope) => {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}]
    const given = resolve(variables, scope) as Record<string, unknown>
    return String(template).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, written: string) => {
      const name = written.trim()
      if (literal) return `\${${written}}`
      if (name in given) return text(given[name])
      return text(name.includes('.') ? scope.attribute(...splitOnce(name)) : ref(name, scope))
    })
  },

  'Fn::Join': (argument, scope) => {
    const [delimiter, parts] = argument as [string, unknown]
    return list(parts, scope, 'Fn::Join').map(text).join(delimiter)
  },

  'Fn::Select': (argument, scope) => {
    const [index, items] = argument as [unknown, unknown]
    const all = list(items, scope, 'Fn::Select')
    const at = Number(resolve(index, scope))
    if (at in all) return all[at]
    throw new TemplateError([`Fn::Select: there is no item ${at} among ${all.length} (stack ${scope.stack})`])
  },

  'Fn::Split': (argument, scope) => {
    const [delimiter, source] = argument as [string, unknown]
    return text(resolve(source, scope)).split(delimiter)
  },

  'Fn::If': (argument, scope) => {
    const [name, then, otherwise] = argument as [string, unknown, unknown]
    return resolve(condition(name, scope) ? then : otherwise, scope)
  },

  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = (argument as unknown[]).map((part) => text(resolve(part, scope))) as [
      string,
      string,
      string,
    ]
    const value = scope.template.Mappings?.[map]?.[top]?.[second]
    if (value === undefined)
      throw new TemplateError([`Fn::FindInMap: there is no ${map}.${top}.${second} (stack ${scope.stack})`])
    return value
  },

  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope))).toString('base64'),

  'Fn::GetAZs': (_, scope) => ['a', 'b', 'c'].map((zone) => `${scope.pseudo['AWS::Region']}${zone}`),

  'Fn::ImportValue': (argument, scope) => {
    throw new TemplateError([
      `Fn::ImportValue ${JSON.stringify(argument)}: another stack's export cannot be read here (stack ${scope.stack}); pass the value in the code instead`,
    ])
  },
}

function ref(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return noValue
  if (name in scope.pseudo) return scope.pseudo[name]
  if (scope.parameters.has(name)) return scope.parameters.get(name)
  return scope.ref(name)
}

function list(value: unknown, scope: Scope, where: string): unknown[] {
  const resolved = resolve(value, scope)
  if (Array.isArray(resolved)) return resolved
  throw new TemplateError([`${where} needs a list, got ${JSON.stringify(resolved)} (stack ${scope.stack})`])
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : Array.isArray(value) ? value.map(text).join(',') : String(value)
}

function splitOnce(path: string): [string, string] {
  const dot = path.indexOf('.')
  return [path.slice(0, dot), path.slice(dot + 1)]
}
