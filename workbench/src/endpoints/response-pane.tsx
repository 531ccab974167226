import { useMemo, useState } from 'react'
import type { ApiResponse } from '../../../cli/dev/protocol.ts'
import { bytes, duration } from '../format/index.ts'
import { CopyButton, Empty, JsonView, StatusCode, Tabs } from '../parts/index.ts'
import type { Call } from './history.ts'
import { isJson } from './json-field.tsx'
import { TraceStrip } from './trace-strip.tsx'

/** What came back, and below it what the call set off. */
export function ResponsePane({ call }: { call: Call | undefined }) {
  return (
    <section className="pane response-pane" aria-label="Response">
      {call ? (
        <Answer key={call.id} call={call} />
      ) : (
        <Empty title="Not sent yet">
          Send (Ctrl Enter) shows the answer here, and the trace of that very call below it.
        </Empty>
      )}
    </section>
  )
}

function Answer({ call }: { call: Call }) {
  const [tab, setTab] = useState<'body' | 'raw' | 'headers'>('body')
  const { response } = call
  if (!response)
    return (
      <p className="failure" role="alert">
        {call.error}
      </p>
    )
  return (
    <>
      <div className="response-line" role="status">
        <StatusCode status={response.status} />
        <span>{duration(response.duration)}</span>
        <span className="second">{bytes(response.size)}</span>
        <span className="grow" />
        <CopyButton text={response.body} label="Copy the body" />
      </div>
      <Tabs
        label="Response"
        tabs={[
          { id: 'body', title: 'Body' },
          { id: 'raw', title: 'Raw' },
          { id: 'headers', title: 'Headers', note: response.headers.length },
        ]}
        current={tab}
        onChange={setTab}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <div className="scroll response-body" role="tabpanel" aria-label={tab} tabIndex={0}>
        {tab === 'body' && <Body response={response} />}
        {tab === 'raw' && <pre className="raw">{response.body}</pre>}
        {tab === 'headers' && (
          <dl className="facts section mono">
            {response.headers.map(([name, value]) => (
              <div key={name + value} className="fact">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {response.traceId && <TraceStrip traceId={response.traceId} />}
    </>
  )
}

function Body({ response }: { response: ApiResponse }) {
  const parsed = useMemo(
    () => (isJson(response.body) ? { value: JSON.parse(response.body) as unknown } : undefined),
    [response.body],
  )
  if (response.size === 0) return <p className="section quiet">No body</p>
  if (response.encoding === 'base64')
    return <p className="section second">Binary, {bytes(response.size)}; its base64 stands under Raw.</p>
  if (parsed) return <JsonView value={parsed.value} />
  return <pre className="raw">{response.body}</pre>
}
