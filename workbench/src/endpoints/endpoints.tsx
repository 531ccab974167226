import { useState } from 'react'
import type { AppInfo, StepView } from '../../../cli/dev/protocol.ts'
import type { ApiTrigger } from '../../../lib/steps/model.ts'
import { useApp } from '../api/index.ts'
import { useRowKeys } from '../keyboard/index.ts'
import { Empty } from '../parts/index.ts'
import { useParams } from '../url/index.ts'
import { apiTriggerOf, type Draft, draftOf } from './draft.ts'
import { rememberedValues, useCalls } from './history.ts'
import { HistoryList } from './history-list.tsx'
import { RequestPane } from './request-pane.tsx'
import { ResponsePane } from './response-pane.tsx'
import { RouteList, routesByPath } from './route-list.tsx'

const example = `export default defineStep({
  type: 'api',
  method: 'POST',
  path: '/orders',
  bodySchema: z.object({ sku: z.string() }),
  handler: ({ body }) => ({ ordered: body.sku }),
})`

/** Routes, a request, its answer. */
export function Endpoints() {
  const { data: app } = useApp()
  const [params, change] = useParams('endpoints')
  const routes = app ? routesByPath(app.steps).flatMap(([, steps]) => steps) : []
  const step = routes.find((route) => route.name === params.step) ?? routes[0]
  useRowKeys(
    routes,
    (route) => route.name === step?.name,
    (route) => change({ step: route.name, call: undefined }),
  )
  if (!app) return null
  const trigger = step && apiTriggerOf(step)
  if (!step || !trigger)
    return (
      <Empty title="No endpoints yet" code={example}>
        An API Step answers one route. Save one in <code>steps/</code> and try it here.
      </Empty>
    )
  return <Route key={step.name + (params.call ?? '')} app={app} step={step} trigger={trigger} call={params.call} />
}

/** What is typed outlives a look at another view. */
const drafts = new Map<string, Draft>()

function Route({
  app,
  step,
  trigger,
  call: callId,
}: {
  app: AppInfo
  step: StepView
  trigger: ApiTrigger
  call: string | undefined
}) {
  const calls = useCalls(app.name)
  const call = calls.find((one) => one.id === callId && one.step === step.name)
  const fresh = () => draftOf(trigger, rememberedValues(calls))
  const [draft, setDraft] = useState(() => call?.draft ?? drafts.get(step.name) ?? fresh())
  const keep = (next: Draft) => {
    drafts.set(step.name, next)
    setDraft(next)
  }
  return (
    <div className="split endpoints">
      <div className="pane endpoints-left">
        <RouteList steps={app.steps} selected={step.name} />
        <HistoryList app={app.name} calls={calls} current={call?.id} />
      </div>
      <RequestPane
        app={app.name}
        apiUrl={app.apiUrl ?? ''}
        step={step}
        trigger={trigger}
        draft={draft}
        onDraft={keep}
        onReset={() => keep(fresh())}
      />
      <ResponsePane call={call} />
    </div>
  )
}
