import type { Activity, LogLine } from '../model.ts'
import type { LogStore } from './cloudwatch-logs/index.ts'
import type { EventHub } from './events.ts'
import type { ApiRequestRecord } from './http-api/host.ts'
import type { FunctionDefinition } from './lambda/definition.ts'
import type { InvocationObserver } from './lambda/invocation.ts'
import type { Logs } from './logs/index.ts'
import { isRecord } from './template/index.ts'
import { type DocumentStore, lambdaSegments } from './xray/api/index.ts'
import type { Traces } from './xray/index.ts'

/** Everything that is seen of what runs goes through here, into traces, logs and events. */
export interface Observer extends InvocationObserver {
  requestStarted(request: ApiRequestRecord, step: string | undefined): void
  requestEnded(request: ApiRequestRecord, step: string | undefined): void
  /** The API answered a request by itself: no route, or too large. */
  requestRefused(request: Pick<ApiRequestRecord, 'method' | 'path' | 'start'>, status: number): void
  activity(activity: Activity): void
  /** Something went wrong that no function could log. */
  problem(step: string, message: string): void
}

/** Errors that the function's own runtime had no chance to log. */
const unlogged = /^(Sandbox|Runtime\.(ExitError|Interpreter)|Function\.|TooMany|Recursive)/

/** A function's name for people: its Step. */
export function label({ step, name }: FunctionDefinition): string {
  return step ?? name
}

/** What Lambda itself logs of a function, in the format that the function's logs have. */
function lambdaLine(
  { logFormat }: FunctionDefinition,
  { requestId, message }: { readonly requestId: string; readonly message: string },
  time: number,
): string {
  const timestamp = new Date(time).toISOString()
  return logFormat === 'JSON'
    ? JSON.stringify({ timestamp, level: 'ERROR', requestId, message })
    : `${timestamp} ${requestId} ${message}`
}

export function createObserver({
  traces,
  logs,
  logStore,
  documents,
  hub,
}: {
  readonly traces: Traces
  readonly logs: Logs
  readonly logStore: LogStore
  readonly documents: DocumentStore
  readonly hub: EventHub
}): Observer {
  const announce = (line: LogLine): void => {
    if (hub.listened) hub.emit({ type: 'log', line })
  }
  const problem = (step: string, message: string, requestId?: string): void =>
    announce(logs.note(step, 'ERROR', message, requestId))

  return {
    problem,
    started(invocation) {
      traces.invocationStarted(invocation)
      lambdaSegments(invocation).forEach(documents.add)
    },
    running(invocation) {
      if (!hub.listened) return
      hub.emit({
        type: 'invocation.start',
        time: invocation.running!,
        step: label(invocation.function),
        requestId: invocation.requestId,
        cold: invocation.cold,
        trigger: invocation.trigger,
      })
    },
    ended(invocation) {
      traces.invocationEnded(invocation)
      lambdaSegments(invocation).forEach(documents.add)
      const { error, function: definition, requestId } = invocation
      if (error && unlogged.test(error.errorType)) {
        const message = `${error.errorType}: ${error.errorMessage}`
        problem(label(definition), message, requestId)
        logStore.note(definition.logGroup, lambdaLine(definition, { requestId, message }, invocation.end!))
      }
      if (!hub.listened) return
      const traceId = invocation.flows[0]?.traceId
      hub.emit({
        type: 'invocation.end',
        time: invocation.end!,
        step: label(invocation.function),
        requestId: invocation.requestId,
        duration: invocation.end! - (invocation.running ?? invocation.start),
        ...(error && { error: { type: error.errorType, message: error.errorMessage } }),
        ...(traceId !== undefined && { traceId }),
      })
    },
    line(definition, text, requestId, stream, logStream) {
      const line = logs.add(label(definition), text, { requestId, stream })
      logStore.add({ group: definition.logGroup, stream: logStream, timestamp: line.time, text })
      announce(line)
    },
    requestStarted: (request, step) => traces.requestStarted(request, step),
    requestEnded(request, step) {
      traces.requestEnded(request, step)
      if (!hub.listened) return
      hub.emit({
        type: 'request',
        time: request.start,
        method: request.method,
        path: request.path,
        status: request.status!,
        duration: request.end! - request.start,
        ...(step !== undefined && { step }),
        traceId: request.traceId,
      })
    },
    requestRefused({ method, path, start }, status) {
      if (hub.listened) hub.emit({ type: 'request', time: start, method, path, status, duration: 0 })
    },
    activity(activity) {
      traces.activity(activity)
      const { principal, action, resource, error, change } = activity
      if (error && principal.type === 'service')
        problem(principal.service, `${action} to ${resource} failed: ${error.code}: ${error.message}`)
      if (activity.service === 'sqs') hub.emitSoon('queues', { type: 'queues' })
      if (change && isRecord(change.key))
        hub.emit({
          type: 'state',
          table: change.table,
          group: String(change.key['group']),
          key: String(change.key['key']),
        })
    },
  }
}
