import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type {
  AppInfo,
  LimitsAndCost,
  LogLine,
  MessageView,
  QueueState,
  ScheduleView,
  StateGroup,
  StatePage,
  StepSource,
  TraceDetail,
  TraceSummary,
} from '../../../cli/dev/protocol.ts'
import { get, search } from './request.ts'

const segment = encodeURIComponent

export interface TraceFilter {
  readonly status?: string | undefined
  readonly step?: string | undefined
  readonly topic?: string | undefined
  readonly text?: string | undefined
  readonly minDuration?: number | undefined
  readonly limit?: number | undefined
}

export interface LogQuery {
  readonly step?: string | undefined
  readonly level?: string | undefined
  readonly traceId?: string | undefined
  readonly text?: string | undefined
}

/** How many traces a list holds. */
export const traceLimit = 200

/** How many lines a log view holds. */
export const logLimit = 5000

export const useApp = () =>
  useQuery({
    queryKey: ['app'],
    queryFn: ({ signal }) => get<AppInfo>('/app', signal),
    placeholderData: keepPreviousData,
  })

export const useSource = (step: string) =>
  useQuery({
    queryKey: ['source', step],
    queryFn: ({ signal }) => get<StepSource>(`/steps/${segment(step)}/source`, signal),
  })

export const useTraces = (filter: TraceFilter = {}) =>
  useQuery({
    queryKey: ['traces', filter],
    queryFn: ({ signal }) => get<TraceSummary[]>(`/traces${search({ limit: traceLimit, ...filter })}`, signal),
    placeholderData: keepPreviousData,
  })

export const useTrace = (traceId: string) =>
  useQuery({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) => get<TraceDetail>(`/traces/${segment(traceId)}`, signal),
  })

export const useLogs = (filter: LogQuery) =>
  useQuery({
    queryKey: ['logs', filter],
    queryFn: ({ signal }) => get<LogLine[]>(`/logs${search({ ...filter, limit: logLimit })}`, signal),
    placeholderData: keepPreviousData,
  })

export const useQueues = () =>
  useQuery({ queryKey: ['queues'], queryFn: ({ signal }) => get<QueueState[]>('/queues', signal) })

export const useMessages = (queue: string) =>
  useQuery({
    queryKey: ['messages', queue],
    queryFn: ({ signal }) => get<MessageView[]>(`/queues/${segment(queue)}/messages?limit=200`, signal),
  })

export const useStateGroups = (prefix = '') =>
  useQuery({
    queryKey: ['state', 'groups', prefix],
    queryFn: ({ signal }) => get<StateGroup[]>(`/state${search({ prefix })}`, signal),
    placeholderData: keepPreviousData,
  })

export const statePage = (group: string, prefix: string, after?: string, signal?: AbortSignal) =>
  get<StatePage>(`/state/${segment(group)}${search({ prefix, after, limit: 100 })}`, signal)

export const useSchedules = () =>
  useQuery({ queryKey: ['schedules'], queryFn: ({ signal }) => get<ScheduleView[]>('/schedules', signal) })

export const useLimits = () =>
  useQuery({ queryKey: ['limits'], queryFn: ({ signal }) => get<LimitsAndCost>('/limits', signal) })
