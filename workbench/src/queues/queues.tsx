import { useMessages, useQueues } from '../api/index.ts'
import { useRowKeys, useShortcuts } from '../keyboard/index.ts'
import { Empty, Failure } from '../parts/index.ts'
import { useParams } from '../url/index.ts'
import { MessageDetails } from './message-details.tsx'
import { Messages } from './messages.tsx'
import { QueueTable, sortQueues } from './queue-table.tsx'

const example = `export default defineStep({
  type: 'event',
  subscribes: ['order.created'],
  handler: ({ data, logger }) => logger.info('got it', data),
})`

/** Queues with what waits in them; dead letters with why they died. */
export function Queues() {
  const { data: queues, error } = useQueues()
  const [params, change] = useParams('queues')
  const sorted = sortQueues(queues ?? [])
  const queue = sorted.find((one) => one.name === params.queue)
  useRowKeys(
    sorted,
    (one) => one.name === queue?.name,
    (one) => change({ queue: one.name, message: undefined }, { replace: true }),
  )
  useShortcuts({ escape: () => change(params.message ? { message: undefined } : { queue: undefined }) })
  if (error) return <Failure error={error} />
  if (!queues) return null
  if (queues.length === 0)
    return (
      <Empty title="No queues yet" code={example}>
        Every event Step gets a queue of its own, and a dead-letter queue for what it cannot handle.
      </Empty>
    )
  return (
    <div className="view">
      <div className="toolbar">
        <h1>Queues</h1>
      </div>
      <div className="split queue-split">
        <div className="scroll grow">
          <QueueTable
            queues={sorted}
            selected={queue?.name}
            onSelect={(name) => change({ queue: name, message: undefined })}
          />
        </div>
        {queue && (
          <aside className="side pane queue-side" aria-label={`Queue ${queue.name}`}>
            <Messages
              key={queue.name}
              queue={queue}
              selected={params.message}
              onSelect={(message) => change({ message })}
            />
            {params.message && <Selected queue={queue.name} id={params.message} deadLetter={queue.deadLetter} />}
          </aside>
        )}
      </div>
    </div>
  )
}

function Selected({ queue, id, deadLetter }: { queue: string; id: string; deadLetter: boolean }) {
  const { data: messages = [] } = useMessages(queue)
  const message = messages.find((one) => one.messageId === id)
  return message ? <MessageDetails key={id} queue={queue} message={message} deadLetter={deadLetter} /> : null
}
