import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import { useApp } from '../api/index.ts'
import { Shortcuts, useShortcuts } from '../keyboard/index.ts'
import { Palette } from '../palette/index.ts'
import { Failure } from '../parts/index.ts'
import { go, usePlace, type View } from '../url/index.ts'
import { Sidebar } from './sidebar.tsx'
import { Topbar } from './topbar.tsx'
import { viewList } from './views.ts'

const contents: Record<View, ComponentType> = {
  flows: lazy(() => import('../flows/index.ts')),
  endpoints: lazy(() => import('../endpoints/index.ts')),
  traces: lazy(() => import('../traces/index.ts')),
  queues: lazy(() => import('../queues/index.ts')),
  state: lazy(() => import('../state/index.ts')),
  schedules: lazy(() => import('../schedules/index.ts')),
  logs: lazy(() => import('../logs/index.ts')),
  limits: lazy(() => import('../limits/index.ts')),
}

/** Sidebar, top bar and the view that the URL names. */
export function Frame() {
  const { view } = usePlace()
  const { data: app, error } = useApp()
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null)
  const title = viewList.find((entry) => entry.view === view)?.title ?? ''
  useEffect(() => {
    document.title = app ? `${title} · ${app.name}` : title
  }, [title, app])
  useShortcuts({
    'mod+k': () => setOpen('palette'),
    '/': () => setOpen('palette'),
    '?': () => setOpen('shortcuts'),
    ...Object.fromEntries(viewList.map((entry) => [`g ${entry.key}`, () => go(entry.view)])),
  })
  const Content = contents[view]
  return (
    <div className="frame">
      <Sidebar />
      <Topbar onSearch={() => setOpen('palette')} />
      <main className="content" aria-label={title}>
        {error && !app && <Failure error={error} />}
        <Suspense>{app && <Content />}</Suspense>
      </main>
      {open === 'palette' && <Palette onClose={() => setOpen(null)} />}
      {open === 'shortcuts' && <Shortcuts onClose={() => setOpen(null)} />}
    </div>
  )
}
