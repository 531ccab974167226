import { useQuery } from '@tanstack/react-query'
import type { AppInfo, Edge, Finding, StepView } from '../../../cli/dev/protocol.ts'
import { get } from './request.ts'

/** A part of the app: what uses it is drawn again only when that part changed. */
function useAppPart<T>(select: (app: AppInfo) => T): T | undefined {
  return useQuery({ queryKey: ['app'], queryFn: ({ signal }) => get<AppInfo>('/app', signal), select }).data
}

export interface StepPart {
  readonly step: StepView
  readonly findings: readonly Finding[]
}

const parts = new WeakMap<AppInfo, ReadonlyMap<string, StepPart>>()

/** By name; made once for each answer, for every card of the graph looks into it. */
function partsOf(app: AppInfo): ReadonlyMap<string, StepPart> {
  const held = parts.get(app)
  if (held) return held
  const findings = Map.groupBy(app.findings, (finding) => finding.step)
  const made = new Map(app.steps.map((step) => [step.name, { step, findings: findings.get(step.name) ?? none }]))
  parts.set(app, made)
  return made
}

const none: readonly Finding[] = []

/** One Step with its counts of now, and what is wrong with it. */
export function useStepPart(name: string): StepPart | undefined {
  return useAppPart((app) => partsOf(app).get(name) ?? null) ?? undefined
}

/** What is wrong with a topic. */
export function useTopicFindings(topic: string): readonly Finding[] {
  return useAppPart((app) => app.findings.filter((finding) => finding.topic === topic)) ?? none
}

/** What the graph is drawn from: names and edges, no counts. The same object for as long as nothing of it changed. */
export interface GraphSource {
  readonly steps: readonly Pick<StepView, 'name' | 'flows' | 'state'>[]
  readonly edges: readonly Edge[]
}

export function useGraphSource(): GraphSource | undefined {
  return useAppPart(({ steps, edges }) => ({
    steps: steps.map(({ name, flows, state }) => ({ name, flows, state })),
    edges,
  }))
}
