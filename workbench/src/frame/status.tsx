import { useEffect, useRef, useState } from 'react'
import type { AppInfo } from '../../../cli/dev/protocol.ts'
import { useConnected } from '../api/index.ts'

/** Running, rebuilding, broken (opens what is wrong), or that the dev server is gone. */
export function Status({ app }: { app: AppInfo }) {
  const connected = useConnected()
  const [open, setOpen] = useState(false)
  const area = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      const outside = event instanceof MouseEvent && !area.current?.contains(event.target as Node)
      if (outside || (event instanceof KeyboardEvent && event.key === 'Escape')) setOpen(false)
    }
    document.addEventListener('mousedown', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('mousedown', close)
      document.removeEventListener('keydown', close)
    }
  }, [open])

  if (!connected)
    return (
      <span className="status is-broken" role="status">
        dev server gone, trying again
      </span>
    )
  const { state, errors = [] } = app.status
  const problems = [...errors, ...app.findings]
  const word = state === 'broken' ? `broken: ${errors[0]?.location?.file ?? errors[0]?.message ?? ''}` : state
  if (problems.length === 0 && app.missing.length === 0)
    return (
      <span className={`status is-${state}`} role="status">
        {word}
      </span>
    )
  const count = problems.length + app.missing.length
  return (
    <div className="status-area" ref={area}>
      <button type="button" className={`status is-${state}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="clip">{word}</span>
        <span className="status-count">
          {count} {count === 1 ? 'notice' : 'notices'}
        </span>
      </button>
      {open && (
        <ul className="notices" aria-label="Notices">
          {problems.map((problem) => (
            <li key={problem.rule + problem.message}>
              <span className={problem.severity === 'error' ? 'bad' : 'second'}>{problem.severity}</span>{' '}
              {problem.location && (
                <span className="mono">
                  {problem.location.file}:{problem.location.line}
                </span>
              )}
              <p>{problem.message}</p>
              {problem.frame && <pre className="notice-frame">{problem.frame}</pre>}
            </li>
          ))}
          {app.missing.map((lack) => (
            <li key={lack.step + lack.what}>
              <strong>{lack.step}</strong> needs {lack.what}
              <p className="second">{lack.remedy}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
