import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { QueueState } from '../../../cli/dev/protocol.ts'
import { purge, redrive, useMessages } from '../api/index.ts'
import { ago, count, moment } from '../format/index.ts'
import { Confirm, Empty, Failure } from '../parts/index.ts'
import { sizeOf } from './queue-table.tsx'

interface MessagesProps {
  readonly queue: QueueState
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
}

/** What stands in one queue, and what can be done with all of it. */
export function Messages({ queue, selected, onSelect }: MessagesProps) {
  const { data: messages, error } = useMessages(queue.name)
  const client = useQueryClient()
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['queues'] }),
      client.invalidateQueries({ queryKey: ['messages'] }),
    ])
  const redriveAll = useMutation({ mutationFn: () => redrive(queue.name), onSuccess: refresh })
  const purgeAll = useMutation({ mutationFn: () => purge(queue.name), onSuccess: refresh })
  const failed = redriveAll.error ?? purgeAll.error ?? error
  const size = sizeOf(queue)
  return (
    <>
      <header className="toolbar">
        <h2 className="name-and-kind grow" title={queue.arn}>
          <span className="clip">{queue.step ?? queue.name}</span>
          <span className="quiet">{queue.deadLetter ? 'dead letters' : 'queue'}</span>
        </h2>
        {queue.deadLetter && (
          <button
            type="button"
            className="button"
            disabled={size === 0 || redriveAll.isPending}
            onClick={() => redriveAll.mutate()}
          >
            Redrive all
          </button>
        )}
        <Confirm
          question={`Delete ${count(size, 'message')}`}
          disabled={size === 0}
          onConfirm={() => purgeAll.mutate()}
        >
          Purge
        </Confirm>
      </header>
      {failed && <Failure error={failed} />}
      {redriveAll.data && (
        <p className="section second" role="status">
          {count(redriveAll.data.moved, 'message')} moved back to the queue.
        </p>
      )}
      {messages?.length === 0 && (
        <Empty title={queue.deadLetter ? 'No dead letters' : 'Nothing waits here'}>
          {queue.deadLetter
            ? 'A message that failed for the last time comes here, with its error.'
            : 'Messages pass through faster than one can look.'}
        </Empty>
      )}
      {messages && messages.length > 0 && (
        <div className="scroll message-list">
          <table className="table">
            <thead>
              <tr>
                <th>{queue.deadLetter ? 'Why' : 'Topic'}</th>
                <th className="message-state">State</th>
                <th className="number message-receives">Receives</th>
                <th className="number message-age">Sent</th>
              </tr>
            </thead>
            <tbody>
              {messages.map((message) => {
                const sent = Number(message.attributes['SentTimestamp'] ?? 0)
                return (
                  <tr
                    key={message.messageId}
                    className="can-open"
                    aria-selected={message.messageId === selected}
                    onClick={() => onSelect(message.messageId)}
                  >
                    <td className={message.reason ? 'bad' : ''} title={message.reason ?? message.body}>
                      <button type="button" className="row-button" onClick={() => onSelect(message.messageId)}>
                        {message.reason ?? message.topic ?? message.body}
                      </button>
                    </td>
                    <td className="message-state">{stateNames[message.state]}</td>
                    <td className={`number ${message.receiveCount > 1 ? 'amber' : ''}`}>{message.receiveCount}</td>
                    <td className="number second" title={sent > 0 ? moment(sent) : undefined}>
                      {sent > 0 ? ago(sent) : ''}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
          {messages.length < size && (
            <p className="section quiet">
              The first {messages.length} of {count(size, 'message')}.
            </p>
          )}
        </div>
      )}
    </>
  )
}

const stateNames = { visible: 'waiting', inFlight: 'in flight', delayed: 'delayed' } as const
