import { missingHandler } from './check/handler.ts'
import { missingImports, saysMissing } from './check/packages.ts'
import type { Evaluated } from './config/evaluate.ts'
import { locateStep, type StepSource } from './config/locate.ts'
import { createEvaluator } from './config/memory.ts'
import { streamAuthOf } from './config/stream-auth.ts'
import type { FoundFile } from './find.ts'
import { createInference, type Inference } from './infer/index.ts'
import type { Finding, Location, Step, StreamDefinition } from './model.ts'
import { normalise, type RawStep } from './normalise/index.ts'
import { normaliseStream } from './normalise/stream.ts'
import type { Reading } from './reading.ts'
import { loadedSources } from './source/loads.ts'
import { locationOf, type SourceModule } from './source/module.ts'
import { createModules, type Modules } from './source/modules.ts'
import { codeFrame, position } from './source/position.ts'
import { keyName, memberName, type Node, property, walk } from './source/syntax.ts'

/** Reads Steps and streams in TypeScript and JavaScript. */
export function createNodeReader(root: string): { read(files: readonly FoundFile[]): Promise<Reading> } {
  const modules = createModules(root)
  const evaluate = createEvaluator(modules)
  return {
    async read(files) {
      modules.refresh()
      const sources = files.map((file) => modules.load(file.path))
      const streams = new Set(files.filter(({ kind }) => kind === 'stream').map(({ path }) => path))
      const reached = reachableFrom(modules, sources)
      const broken = reached.filter((module) => module.errors.length > 0)
      const findings: Finding[] = [
        ...broken.map(syntaxError),
        ...reached.flatMap((module) => missingImports(modules, module)),
      ]
      const located = sources
        .filter((module) => module.errors.length === 0)
        .map((module) => ({ module, source: locateStep(modules, module) }))
      for (const { module, source } of located) if (!source) findings.push(noConfig(module, streams.has(module.path)))
      const steps = located.flatMap(({ source }) => source ?? [])
      const inference = createInference(modules)
      const evaluated = await evaluate(steps, () => {
        for (const source of steps) if (!streams.has(source.module.path)) inference.facts(source, writtenType(source))
      })
      const results = steps.flatMap((source, index): readonly Read[] => {
        const result = evaluated[index]!
        if ('error' in result && saysMissing(findings, result.error)) return []
        return [streams.has(source.module.path) ? streamOf(source, result) : stepOf(source, result, inference)]
      })
      const auth = streams.size > 0 ? streamAuthOf(modules) : undefined
      return {
        steps: results.flatMap(({ step }) => step ?? []),
        streams: results.flatMap(({ stream }) => stream ?? []),
        ...(auth !== undefined && { streamAuth: auth }),
        findings: [...findings, ...results.flatMap((result) => result.findings)],
      }
    },
  }
}

function reachableFrom(modules: Modules, starts: readonly SourceModule[]): SourceModule[] {
  const seen = new Map(starts.map((module) => [module.path, module]))
  for (const module of seen.values()) {
    for (const path of loadedSources(modules, module)) if (!seen.has(path)) seen.set(path, modules.load(path))
  }
  return [...seen.values()]
}

/** What one file gave. */
interface Read {
  readonly step?: Step | null
  readonly stream?: StreamDefinition
  readonly findings: readonly Finding[]
}

function stepOf(source: StepSource, result: Evaluated, inference: Inference): Read {
  const { module } = source
  const location = locationOf(module, source.offset)
  if ('error' in result) return { findings: [configThrows(module, location, result)] }
  if (!result.config) return { findings: [noConfig(module)] }
  const dialect = dialectOf(source, result)
  const without = missingHandler({ ...source, dialect }, result.config['type'], location)
  if (without.length > 0) return { step: null, findings: without }
  const raw: RawStep = {
    file: module.file,
    language: 'node',
    dialect,
    config: result.config,
    location,
    keyLocation: (key) => {
      const found = source.config && property(source.config, key)
      return found ? locationOf(module, found.start) : location
    },
    code: inference.facts({ ...source, dialect }, result.config['type']),
  }
  const { step, findings } = normalise(raw)
  const more = [
    ...(result.whole === undefined ? [] : [wholeModule(location, result.whole)]),
    ...result.vendors.map((vendor) => unknownSchema(location, vendor)),
  ]
  return { step, findings: [...findings, ...more] }
}

/** The config's type, where it is written out: it nearly always is, and is not known before the config is evaluated. */
function writtenType({ config }: StepSource): unknown {
  const value = config && property(config, 'type')?.value
  return value?.type === 'Literal' ? value.value : undefined
}

function streamOf(source: StepSource, result: Evaluated): Read {
  const { module } = source
  const location = locationOf(module, source.offset)
  if ('error' in result) return { findings: [configThrows(module, location, result)] }
  const { config } = result
  if (!config) return { findings: [noConfig(module, true)] }
  const guarded = config['canAccess'] === true || [module.program, ...source.omit].some(givesCanAccess)
  const { stream, findings } = normaliseStream({ file: module.file, language: 'node', config, location, guarded })
  return {
    stream,
    findings: result.whole === undefined ? findings : [...findings, wholeModule(location, result.whole)],
  }
}

/** Anywhere: what a file adds to its config later is not in what is read of it, and a guard must not be missed. */
function givesCanAccess(within: Node): boolean {
  let found = false
  walk(within, (node) => {
    const isProperty = node.type === 'Property' && keyName(node.key, node.computed) === 'canAccess'
    found ||= isProperty || (node.type === 'AssignmentExpression' && memberName(node.left) === 'canAccess')
    return !found
  })
  return found
}

function configThrows(
  module: SourceModule,
  location: Location,
  result: Extract<Evaluated, { error: string }>,
): Finding {
  const elsewhere = result.location && result.location.file !== module.file ? ` of ${module.file}` : ''
  const message = `the config${elsewhere} could not be evaluated: ${result.error}`
  return { severity: 'error', rule: 'config-throws', message, location: result.location ?? location }
}

function dialectOf(source: StepSource, result: { motia: boolean; config: Readonly<Record<string, unknown>> | null }) {
  if (source.dialect === 'triggers' || Array.isArray(result.config?.['triggers'])) return 'triggers'
  return result.motia ? 'motia' : source.dialect
}

function syntaxError(module: SourceModule): Finding {
  const [error] = module.errors
  const offset = error?.labels[0]?.start ?? 0
  const location = { file: module.file, ...position(module.text, offset) }
  const message = `syntax error: ${lowerFirst(error?.message ?? 'unreadable')}`
  return { severity: 'error', rule: 'syntax-error', message, location, frame: codeFrame(module.text, location) }
}

/** Motia 0.x leaves such a file out; who writes `defineStep` meant a Step. */
function noConfig(module: SourceModule, isStream = false): Finding {
  const meant = isStream || /\bdefineStep\b|['"]motia-aws['"]/.test(module.text)
  const remedy = isStream
    ? `write export const config = { name, schema, baseConfig: { storageType: 'default' } }`
    : `write export default defineStep({ ... }), or export const config and handler`
  return {
    severity: meant ? 'error' : 'warning',
    rule: 'no-config',
    message: `this ${isStream ? 'stream' : 'step'} file exports no config${meant ? '' : ' and is left out'}: ${remedy}`,
    location: { file: module.file, line: 1 },
  }
}

function wholeModule(location: Finding['location'], reason: string): Finding {
  return {
    severity: 'warning',
    rule: 'whole-module',
    message: `the config could not be read by itself (${reason}), so the whole file was run to read it`,
    ...(location && { location }),
  }
}

function unknownSchema(location: Finding['location'], vendor: string): Finding {
  const remedy = vendor === 'valibot' ? ': npm install --save-dev @valibot/to-json-schema' : ''
  return {
    severity: 'warning',
    rule: 'unknown-schema',
    message: `what the schema of ${vendor} says is checked when the Step runs, but not known here, so OpenAPI and the Workbench show none${remedy}`,
    ...(location && { location }),
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
