import { TemplateError } from '../errors.ts'
import { isRecord, type Template, type TemplateResource } from './model.ts'

/** Logical ids in the order in which they can be created: what a resource refers to comes before it. */
export function creationOrder(template: Template, stack: string): string[] {
  const order: string[] = []
  const state = new Map<string, 'visiting' | 'done'>()
  const visit = (id: string, path: readonly string[]): void => {
    if (state.get(id) === 'done') return
    if (state.get(id) === 'visiting')
      throw new TemplateError([
        `resources of stack ${stack} refer to each other in a circle: ${[...path, id].join(' -> ')}`,
      ])
    state.set(id, 'visiting')
    for (const needed of dependencies(template.Resources[id]!))
      if (needed in template.Resources) visit(needed, [...path, id])
    state.set(id, 'done')
    order.push(id)
  }
  for (const id of Object.keys(template.Resources)) visit(id, [])
  return order
}

function dependencies(resource: TemplateResource): Set<string> {
  const found = new Set([resource.DependsOn ?? []].flat())
  collect(resource.Properties, found)
  return found
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found)
  if (!isRecord(value)) return
  for (const [key, item] of Object.entries(value)) {
    if (key === 'Ref') found.add(String(item))
    else if (key === 'Fn::GetAtt') found.add(Array.isArray(item) ? String(item[0]) : String(item).split('.')[0]!)
    else if (key === 'Fn::Sub')
      for (const [, name] of String(Array.isArray(item) ? item[0] : item).matchAll(/\$\{([^!}][^}.]*)/g))
        found.add(name!.trim())
    if (typeof item === 'object') collect(item, found)
  }
}
