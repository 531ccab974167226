import { viewList } from '../frame/views.ts'
import { Dialog } from './dialog.tsx'

const others = [
  ['Ctrl K  /', 'search'],
  ['?', 'this list'],
  ['j  k', 'next, previous row'],
  ['Enter', 'open'],
  ['Escape', 'close, back'],
  ['←  →', 'fold, unfold (trace)'],
  ['[  ]', 'newer, older trace'],
  ['0', 'fit (graph, trace)'],
  ['+  −', 'zoom (graph)'],
  ['Ctrl Enter', 'send, save'],
] as const

export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Keyboard" onClose={onClose}>
      <h2>Keyboard</h2>
      <div className="shortcut-list">
        {viewList.map(({ view, title, key }) => (
          <div key={view}>
            {title} <kbd>g {key}</kbd>
          </div>
        ))}
        {others.map(([keys, what]) => (
          <div key={keys}>
            {what} <kbd>{keys}</kbd>
          </div>
        ))}
      </div>
    </Dialog>
  )
}
