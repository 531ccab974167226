import type { ReactNode } from 'react'
import { CopyButton } from './copyable.tsx'

/** What a view says before there is anything to show: what will stand here, and how to make it appear. */
export function Empty({ title, code, children }: { title: string; code?: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children && <p className="second">{children}</p>}
      {code && (
        <div className="empty-code">
          <pre>{code}</pre>
          <CopyButton text={code} label="Copy" />
        </div>
      )}
    </div>
  )
}

/** A request that failed, where its answer would have stood. */
export function Failure({ error }: { error: Error }) {
  return (
    <p className="failure" role="alert">
      {error.message}
    </p>
  )
}
