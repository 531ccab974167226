import { useReactFlow } from '@xyflow/react'
import type { ReactNode } from 'react'
import { useShortcuts } from '../keyboard/index.ts'
import { Icon } from '../parts/index.ts'

/** How the graph is brought into sight: whole, and never larger than it is. */
export const fit = { padding: 0.08, maxZoom: 1, duration: 0 }

/** Zoom, fit and tidy, by pointer and by key. */
export function CanvasControls({ onTidy }: { onTidy: () => void }) {
  const flow = useReactFlow()
  useShortcuts({
    '0': () => flow.fitView(fit),
    '+': () => flow.zoomIn(),
    '=': () => flow.zoomIn(),
    '-': () => flow.zoomOut(),
  })
  return (
    <div className="flow-controls">
      <IconButton title="Zoom in (+)" onClick={() => flow.zoomIn()}>
        <Icon name="plus" />
      </IconButton>
      <IconButton title="Zoom out (-)" onClick={() => flow.zoomOut()}>
        <span aria-hidden="true">−</span>
      </IconButton>
      <button type="button" className="button" title="Fit (0)" onClick={() => flow.fitView(fit)}>
        Fit
      </button>
      <button type="button" className="button" title="Put every node back where the layout wants it" onClick={onTidy}>
        Tidy
      </button>
    </div>
  )
}

function IconButton({ title, onClick, children }: { title: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="button is-icon" title={title} aria-label={title} onClick={onClick}>
      {children}
    </button>
  )
}
