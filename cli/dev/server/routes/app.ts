import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Hono } from 'hono'
import type { DeployedResource } from '../../../../emulator/index.ts'
import type { Step } from '../../../../lib/steps/model.ts'
import { edgesOf } from '../../edges.ts'
import { permissionsOf } from '../../permissions.ts'
import type { AppInfo, StepSource, StepView } from '../../protocol.ts'
import type { Session } from '../../session.ts'
import { notFound } from '../errors.ts'

/** The app as a whole, and the source of its Steps. */
export function app(session: Session): Hono {
  return new Hono()
    .get('/app', (context) => context.json(describe(session)))
    .get('/steps/:name/source', async (context) => {
      const name = context.req.param('name')
      const step = session.project.steps.find((candidate) => candidate.name === name)
      if (!step) throw notFound('Step', name)
      const text = await readFile(path.join(session.root, step.file), 'utf8')
      return context.json({ file: step.file, language: languageOf(step), text } satisfies StepSource)
    })
}

function describe(session: Session): AppInfo {
  const { project, emulator } = session
  const resources = emulator.resources()
  return {
    name: session.name,
    status: session.status,
    apiUrl: emulator.apiUrl ?? null,
    endpoint: emulator.endpoint,
    steps: project.steps.map((step) => view(step, resources, session)),
    edges: edgesOf(project.steps, resources),
    findings: project.findings,
    missing: session.missing,
    flows: [...new Set(project.steps.flatMap((step) => step.flows))].sort(),
  }
}

function view(step: Step, resources: readonly DeployedResource[], session: Session): StepView {
  const own = resources.filter((resource) => resource.step === step.name)
  const named = (role: string) =>
    own
      .find((resource) => resource.role === role)
      ?.physicalId.split('/')
      .at(-1) ?? null
  const properties = own.find((resource) => resource.role === 'function')?.properties
  return {
    ...step,
    functionName: named('function'),
    queue: named('queue'),
    deadLetterQueue: named('deadLetterQueue'),
    schedule: named('schedule'),
    memory: numberOrNull(properties?.['MemorySize']),
    timeout: numberOrNull(properties?.['Timeout']),
    permissions: permissionsOf(properties, resources),
    ...session.activity.of(step.name),
  }
}

const numberOrNull = (value: unknown): number | null => (value === undefined ? null : Number(value))

function languageOf(step: Step): StepSource['language'] {
  if (step.language === 'python') return 'python'
  return /\.[cm]?ts$/.test(step.file) ? 'typescript' : 'javascript'
}
