import { useMutation } from '@tanstack/react-query'
import type { StepView } from '../../../cli/dev/protocol.ts'
import type { ApiTrigger } from '../../../lib/steps/model.ts'
import { sendRequest } from '../api/index.ts'
import { useShortcuts } from '../keyboard/index.ts'
import { CopyButton, Method } from '../parts/index.ts'
import { href, Link, useParams } from '../url/index.ts'
import { BodyEditor } from './body-editor.tsx'
import { curlOf, type Draft, hasBody, requestOf } from './draft.ts'
import { keepCall } from './history.ts'
import { isJson } from './json-field.tsx'
import { Pairs } from './pairs.tsx'
import { problemsOf } from './validate.ts'

interface RequestPaneProps {
  readonly app: string
  readonly apiUrl: string
  readonly step: StepView
  readonly trigger: ApiTrigger
  readonly draft: Draft
  readonly onDraft: (draft: Draft) => void
  readonly onReset: () => void
}

/** The request in the making, and what sends it. */
export function RequestPane({ app, apiUrl, step, trigger, draft, onDraft, onReset }: RequestPaneProps) {
  const [, change] = useParams('endpoints')
  const request = requestOf(trigger, draft)
  const problems =
    hasBody(draft.method) && isJson(draft.body) ? problemsOf(JSON.parse(draft.body), trigger.bodySchema) : new Map()
  const incomplete = draft.path.some((pair) => pair.value === '')
  const send = useMutation({
    mutationFn: () => sendRequest(request),
    onSettled: (response, error) => {
      const id = crypto.randomUUID()
      keepCall(app, {
        id,
        time: Date.now(),
        step: step.name,
        draft,
        response: response ?? null,
        ...(error ? { error: error.message } : {}),
      })
      change({ call: id }, { replace: true })
    },
  })
  const submit = () => !incomplete && !send.isPending && send.mutate()
  useShortcuts({ 'mod+enter': submit })
  return (
    <section className="pane request-pane" aria-label="Request">
      <div className="request-line">
        {trigger.method === 'ANY' ? (
          <select
            className="input mono"
            aria-label="Method"
            value={draft.method}
            onChange={(event) => onDraft({ ...draft, method: event.target.value })}
          >
            {['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => (
              <option key={method}>{method}</option>
            ))}
          </select>
        ) : (
          <Method method={trigger.method} />
        )}
        <span className="mono clip grow" title={apiUrl + request.path}>
          {request.path}
        </span>
        <button
          type="button"
          className="button is-primary"
          disabled={incomplete || send.isPending}
          title="Ctrl Enter"
          onClick={submit}
        >
          Send
        </button>
      </div>
      <div className="scroll">
        {step.description && <p className="section second">{step.description}</p>}
        <Pairs title="Path" fixed pairs={draft.path} onChange={(path) => onDraft({ ...draft, path })} />
        <Pairs title="Query" pairs={draft.query} onChange={(query) => onDraft({ ...draft, query })} />
        <Pairs title="Headers" pairs={draft.headers} onChange={(headers) => onDraft({ ...draft, headers })} />
        {hasBody(draft.method) && (
          <BodyEditor
            schema={trigger.bodySchema}
            text={draft.body}
            problems={problems}
            onChange={(body) => onDraft({ ...draft, body })}
          />
        )}
        <p className="section line request-foot">
          <CopyButton text={curlOf(apiUrl, request)} label="Copy as curl">
            Copy as curl
          </CopyButton>
          <button type="button" className="button quiet-button" onClick={onReset}>
            Example again
          </button>
          <Link className="button quiet-button" href={href('flows', { step: step.name })}>
            Show in Flows
          </Link>
        </p>
      </div>
    </section>
  )
}
