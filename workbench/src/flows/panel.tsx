import type { StepView } from '../../../cli/dev/protocol.ts'
import { LanguageBadge, PanelHead, Tabs, TriggerIcon, triggerOf } from '../parts/index.ts'
import { useParams } from '../url/index.ts'
import { InvocationsTab } from './invocations-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { PermissionsTab } from './permissions-tab.tsx'
import { QueueTab } from './queue-tab.tsx'
import { SourceTab } from './source-tab.tsx'

const tabs = ['overview', 'source', 'invocations', 'permissions', 'queue'] as const

/** All about one Step. */
export function Panel({ step, onClose }: { step: StepView; onClose: () => void }) {
  const [params, change] = useParams('flows')
  const shown = tabs.filter((tab) => tab !== 'queue' || step.queue !== null)
  const current = shown.find((tab) => tab === params.tab) ?? 'overview'
  return (
    <aside className="side pane flow-panel" aria-label={`Step ${step.name}`}>
      <PanelHead title={step.name} before={<TriggerIcon type={triggerOf(step)} />} onClose={onClose}>
        <LanguageBadge language={step.language} />
      </PanelHead>
      <Tabs
        label="About this Step"
        tabs={shown.map((id) => ({ id, title: `${id[0]?.toUpperCase()}${id.slice(1)}` }))}
        current={current}
        onChange={(tab) => change({ tab: tab === 'overview' ? undefined : tab }, { replace: true })}
      />
      <div className="scroll" role="tabpanel" aria-label={current}>
        {current === 'overview' && <OverviewTab step={step} />}
        {current === 'source' && <SourceTab step={step} />}
        {current === 'invocations' && <InvocationsTab step={step} />}
        {current === 'permissions' && <PermissionsTab step={step} />}
        {current === 'queue' && <QueueTab step={step} />}
      </div>
    </aside>
  )
}
