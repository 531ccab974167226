import type { QueueState } from '../../../cli/dev/protocol.ts'
import { coarse } from '../format/index.ts'
import { useInSight } from '../keyboard/index.ts'
import { href, Link } from '../url/index.ts'

/** Those that need somebody first: dead-letter queues that hold something, then queues by name, then empty dead-letter queues. */
export function sortQueues(queues: readonly QueueState[]): QueueState[] {
  const rank = (queue: QueueState) => (queue.deadLetter ? (sizeOf(queue) > 0 ? 0 : 2) : 1)
  return [...queues].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

export const sizeOf = (queue: QueueState) => queue.visible + queue.inFlight + queue.delayed

interface QueueTableProps {
  readonly queues: readonly QueueState[]
  readonly selected: string | undefined
  readonly onSelect: (name: string) => void
}

export function QueueTable({ queues, selected, onSelect }: QueueTableProps) {
  const table = useInSight<HTMLTableElement>(selected)
  return (
    <table className="table queue-table" ref={table}>
      <thead>
        <tr>
          <th>Step</th>
          {!selected && <th className="queue-name">Queue</th>}
          <th className="number queue-number">Waiting</th>
          <th className="number queue-number queue-flight">In flight</th>
          <th className="number queue-number queue-delayed">Delayed</th>
          <th className="number queue-number">Oldest</th>
        </tr>
      </thead>
      <tbody>
        {queues.map((queue) => {
          const dead = queue.deadLetter && queue.visible > 0
          return (
            <tr
              key={queue.name}
              className="can-open"
              aria-selected={queue.name === selected}
              onClick={() => onSelect(queue.name)}
            >
              <td title={queue.step}>
                <span className={`name-and-kind ${dead ? 'bad' : ''}`}>
                  <Link className="clip" href={href('queues', { queue: queue.name })}>
                    {queue.step ?? 'none'}
                  </Link>
                  {queue.deadLetter && <span className={dead ? '' : 'quiet'}>dead letters</span>}
                </span>
              </td>
              {!selected && (
                <td className="mono second queue-name" title={queue.name}>
                  {queue.name}
                  {queue.fifo && <span className="quiet"> FIFO</span>}
                </td>
              )}
              <td className={`number ${dead ? 'bad' : ''}`}>{queue.visible}</td>
              <td className="number queue-flight">{queue.inFlight}</td>
              <td className="number queue-delayed">{queue.delayed}</td>
              <td className="number second">{queue.oldest > 0 ? coarse(queue.oldest) : ''}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
