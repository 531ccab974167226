import { useQuery } from '@tanstack/react-query'
import type { AppInfo, Edge, Finding, StepView } from '../../../cli/dev/protocol.ts'
import { get } from './request.ts'

/** A part of the app: what uses it is drawn again only when that part changed. */
function useAppPart<T>(select: (app: AppInfo) => T): T | undefined {
  return useQuery({ queryKey: ['app'], queryFn: ({ signal }) => get<AppInfo>('/app', signal), select }).data
}

/** One Step, with its counts of now. */
export function useStep(name: string): StepView | undefined {
  return useAppPart((app) => app.steps.find((step) => step.name === name) ?? null) ?? undefined
}

const none: readonly Finding[] = []

/** What is wrong with a Step. */
export function useFindingsOf(step: string): readonly Finding[] {
  return useAppPart((app) => app.findings.filter((finding) => finding.step === step)) ?? none
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
