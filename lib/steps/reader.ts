import { resolve } from 'node:path'
import { duplicateNames } from './check/names.ts'
import { duplicateRoutes } from './check/routes.ts'
import { streamFindings } from './check/streams.ts'
import { topicFindings } from './check/topics.ts'
import { type FoundFile, findFiles } from './find.ts'
import type { Finding, Location, Project, Step, StreamDefinition } from './model.ts'
import { createNodeReader } from './node.ts'
import { createPythonReader } from './python.ts'
import type { Reading, ReadOptions } from './reading.ts'

/** Reads one project again and again; only files whose content changed are parsed and evaluated anew. */
export interface Reader {
  read(): Promise<Project>
}

/**
 * A reader that remembers, for a loop of edits.
 *
 * @example
 * const reader = createReader('steps-example')
 * await reader.read() // after each edit
 */
export function createReader(root: string, options: ReadOptions = {}): Reader {
  const absolute = resolve(root)
  const node = createNodeReader(absolute)
  const python = createPythonReader(absolute, options.python ?? 'python3', options.withoutPython)
  return {
    async read() {
      const files = await findFiles(absolute, options.folders)
      const { kept, findings } = leaveOutOld(files)
      const readings = await Promise.all([
        node.read(kept.filter((file) => file.language === 'node')),
        python.read(kept.filter((file) => file.language === 'python')),
      ])
      return project(absolute, kept, [...readings, { steps: [], streams: [], findings }], options.folders === undefined)
    },
  }
}

/** Motia 0.x once wrote `chat-status.step.py`, later `chat_status_step.py`, and ran no more than the latter. */
function leaveOutOld(files: readonly FoundFile[]): { kept: FoundFile[]; findings: Finding[] } {
  const newName = ({ file }: FoundFile) => file.replace(/\.step\.py$/, '_step.py').replaceAll('-', '_')
  const names = new Map(files.map((item) => [item.file.replaceAll('-', '_'), item.file]))
  const isOld = (item: FoundFile) => item.file.endsWith('.step.py') && names.has(newName(item))
  const findings = files.filter(isOld).map((item): Finding => {
    const message = `this file is left out, for ${names.get(newName(item))} is its later form: delete one of them`
    return { severity: 'warning', rule: 'old-name', message, location: { file: item.file, line: 1 } }
  })
  return { kept: files.filter((item) => !isOld(item)), findings }
}

/** `whole`: every stream that a Step may use is among the files. */
function project(root: string, files: readonly FoundFile[], readings: readonly Reading[], whole: boolean): Project {
  const steps = readings.flatMap((reading) => reading.steps).sort(byName)
  const streams = readings.flatMap((reading) => reading.streams).sort(byName)
  const told = readings.flatMap((reading) => reading.findings)
  const read = new Set([...steps, ...streams, ...none(told)].map((item) => item.file))
  const findings = [
    ...told,
    ...duplicateNames(steps),
    ...duplicateRoutes(steps),
    ...topicFindings(
      steps,
      files.every(({ file }) => read.has(file)),
    ),
    ...streamFindings(steps, streams, whole),
  ]
  const auth = readings.find(({ streamAuth }) => streamAuth !== undefined)?.streamAuth
  return {
    root,
    steps,
    streams,
    ...(auth !== undefined && { streamAuth: auth }),
    findings: unique(findings).sort(byPlace),
  }
}

/** Places of files that are no Steps. */
function none(findings: readonly Finding[]): Location[] {
  return findings.flatMap(({ rule, location }) => (rule === 'no-config' && location ? [location] : []))
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]
}

function byPlace(a: Finding, b: Finding): number {
  const [first, second] = [a.location, b.location]
  return (
    compare(first?.file ?? '', second?.file ?? '') ||
    (first?.line ?? 0) - (second?.line ?? 0) ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  )
}

function byName(a: Step | StreamDefinition, b: Step | StreamDefinition): number {
  return compare(a.name, b.name) || compare(a.file, b.file)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
