import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { Message } from 'esbuild'
import type { Finding, Step } from '../../steps/model.ts'

/** What esbuild could not do for a Step, as findings; anything else that was thrown is thrown on. */
export function findingsOf(error: unknown, step: Pick<Step, 'name' | 'location'>): Finding[] {
  if (!isBuildFailure(error)) throw error
  return error.errors.map((message) => findingOf(message, step))
}

/** The same for a Step's packages; the place is where the Step imports what is at fault. */
export function findingsOfPackages(error: unknown, step: Step, inputs: readonly string[], root: string): Finding[] {
  if (!isBuildFailure(error)) throw error
  return error.errors.map(({ text, location, notes }): Finding => {
    const specifier = /"([^"]+)"/.exec(location?.lineText ?? '')?.[1]
    const where = location && !location.file.startsWith('motia-') ? ` in ${location.file}:${location.line}` : ''
    const place = specifier ? placeOfImport(specifier, inputs, root) : undefined
    return {
      severity: 'error',
      rule: ruleOf(text),
      message: `${reword(text, notes)}${where}`,
      location: place ?? step.location,
      step: step.name,
    }
  })
}

/** Where project files import a package, by its name or a path in it. */
export function placeOfImport(specifier: string, inputs: readonly string[], root: string): Finding['location'] {
  for (const path of inputs) {
    const lines = readFileSync(path, 'utf8').split('\n')
    const line = lines.findIndex((text) => ["'", '"'].some((quote) => text.includes(`${quote}${specifier}${quote}`)))
    if (line >= 0) return { file: relative(root, path).split(sep).join('/'), line: line + 1 }
  }
  return undefined
}

function findingOf({ text, location, notes }: Message, step: Pick<Step, 'name' | 'location'>): Finding {
  return {
    severity: 'error',
    rule: ruleOf(text),
    message: reword(text, notes),
    ...(location
      ? {
          location: { file: location.file, line: location.line, column: location.column + 1 },
          frame: frameOf(location),
        }
      : { location: step.location }),
    step: step.name,
  }
}

function ruleOf(text: string): string {
  if (text.startsWith('package "')) return 'missing-package'
  return /^Could not resolve|^No matching export/.test(text) ? 'missing-module' : 'syntax'
}

function reword(text: string, notes: Message['notes']): string {
  const file = /^Could not resolve "(.+)"$/.exec(text)?.[1]
  if (file) return `no file ${file} to import: check the path`
  const note = notes[0]?.text
  const sentence = text.charAt(0).toLowerCase() + text.slice(1)
  return note ? `${sentence} (${note.charAt(0).toLowerCase()}${note.slice(1)})` : sentence
}

function frameOf({ lineText, column, length }: NonNullable<Message['location']>): string {
  return `${lineText}\n${' '.repeat(column)}${'^'.repeat(Math.max(1, length))}`
}

function isBuildFailure(error: unknown): error is Error & { errors: Message[] } {
  return error instanceof Error && Array.isArray((error as { errors?: unknown }).errors)
}
