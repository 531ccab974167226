import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MessageView } from '../../../cli/dev/protocol.ts'
import { redrive } from '../api/index.ts'
import { isJson } from '../endpoints/json-field.tsx'
import { CopyButton, Failure, Id, JsonView } from '../parts/index.ts'
import { go, href, Link } from '../url/index.ts'

interface MessageDetailsProps {
  readonly queue: string
  readonly message: MessageView
  readonly deadLetter: boolean
}

/** One message: why it died, what it says, where it came from. */
export function MessageDetails({ queue, message, deadLetter }: MessageDetailsProps) {
  const client = useQueryClient()
  const back = useMutation({
    mutationFn: () => redrive(queue, [message.messageId]),
    onSuccess: async () => {
      go('queues', { queue })
      await client.invalidateQueries({ queryKey: ['queues'] })
      await client.invalidateQueries({ queryKey: ['messages'] })
    },
  })
  const attributes = { ...message.attributes, ...texts(message.messageAttributes) }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="scroll message-details" aria-label="Message" tabIndex={0}>
      <section className="section line">
        <Id value={message.messageId} length={20} />
        <span className="grow" />
        {message.traceId && (
          <Link className="button" href={href('traces', { trace: message.traceId })}>
            Trace
          </Link>
        )}
        {deadLetter && (
          <button type="button" className="button is-primary" disabled={back.isPending} onClick={() => back.mutate()}>
            Redrive
          </button>
        )}
      </section>
      {back.error && <Failure error={back.error} />}
      {message.reason && <p className="section bad message-reason">{message.reason}</p>}
      <section className="section">
        <h3 className="line">
          <span className="grow">Body</span>
          <CopyButton text={message.body} label="Copy the body" />
        </h3>
        {isJson(message.body) ? (
          <JsonView value={JSON.parse(message.body)} />
        ) : (
          <pre className="raw">{message.body}</pre>
        )}
      </section>
      <section className="section">
        <h3>Attributes</h3>
        <dl className="facts mono">
          {Object.entries(attributes).map(([name, value]) => (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </section>
  )
}

function texts(attributes: MessageView['messageAttributes']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      value.StringValue ?? `${value.DataType}, base64 ${value.BinaryValue ?? ''}`,
    ]),
  )
}
