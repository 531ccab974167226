import type { QueueState, StepView } from '../../../cli/dev/protocol.ts'
import { useQueues } from '../api/index.ts'
import { duration } from '../format/index.ts'
import { Id } from '../parts/index.ts'
import { href, Link } from '../url/index.ts'

export function QueueTab({ step }: { step: StepView }) {
  const { data: queues = [] } = useQueues()
  const own = [step.queue, step.deadLetterQueue]
  return queues
    .filter((queue) => own.includes(queue.name))
    .sort((a, b) => Number(a.deadLetter) - Number(b.deadLetter))
    .map((queue) => <QueueFacts key={queue.name} queue={queue} />)
}

function QueueFacts({ queue }: { queue: QueueState }) {
  return (
    <section className="section">
      <h3>{queue.deadLetter ? 'Dead-letter queue' : 'Queue'}</h3>
      <dl className="facts">
        <dt>Name</dt>
        <dd>
          <Id value={queue.name} length={36} />
        </dd>
        <dt>Waiting</dt>
        <dd className={queue.deadLetter && queue.visible > 0 ? 'bad' : ''}>{queue.visible}</dd>
        <dt>In flight</dt>
        <dd>{queue.inFlight}</dd>
        <dt>Delayed</dt>
        <dd>{queue.delayed}</dd>
        <dt>Oldest</dt>
        <dd>{queue.oldest > 0 ? duration(queue.oldest) : 'none'}</dd>
        <dt>Visibility timeout</dt>
        <dd>{duration(queue.visibilityTimeout * 1000)}</dd>
        {queue.maxReceiveCount !== undefined && !queue.deadLetter && (
          <>
            <dt>Receives before dead letter</dt>
            <dd>{queue.maxReceiveCount}</dd>
          </>
        )}
      </dl>
      <p className="line queue-link">
        <Link className="button" href={href('queues', { queue: queue.name })}>
          Messages
        </Link>
      </p>
    </section>
  )
}
