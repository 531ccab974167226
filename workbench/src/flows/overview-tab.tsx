import type { ReactNode } from 'react'
import type { StepView } from '../../../cli/dev/protocol.ts'
import { useFindingsOf } from '../api/index.ts'
import { count, duration } from '../format/index.ts'
import { addressOf, CopyButton, triggerOf } from '../parts/index.ts'
import { href, Link } from '../url/index.ts'

export function OverviewTab({ step }: { step: StepView }) {
  const findings = useFindingsOf(step.name)
  return (
    <>
      {step.description && <p className="section">{step.description}</p>}
      {findings.length > 0 && (
        <section className="section">
          <h3>Findings</h3>
          <ul className="findings">
            {findings.map((finding) => (
              <li key={finding.rule + finding.message} className={finding.severity === 'error' ? 'bad' : ''}>
                {finding.message}{' '}
                <span className="quiet mono">
                  {finding.rule}
                  {finding.location && ` ${finding.location.file}:${finding.location.line}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="section">
        <dl className="facts">
          {factsOf(step).map(([name, value]) => (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <p className="section line">
        {triggerOf(step) === 'api' && (
          <Link className="button" href={href('endpoints', { step: step.name })}>
            Try it
          </Link>
        )}
        <Link className="button" href={href('traces', { step: step.name })}>
          Traces
        </Link>
        <Link className="button" href={href('logs', { step: step.name })}>
          Logs
        </Link>
      </p>
    </>
  )
}

function factsOf(step: StepView): [string, ReactNode][] {
  const place = `${step.file}:${step.location.line}`
  const emits = step.emits.map((emit) => (emit.conditional ? `${emit.topic} (conditional)` : emit.topic))
  const trigger = step.triggers[0]
  const { queue } = step.infrastructure
  const all: [string, ReactNode | undefined][] = [
    ['Starts on', <code key="starts">{addressOf(step)}</code>],
    ['Time zone', trigger?.type === 'cron' ? (trigger.timezone ?? 'UTC') : undefined],
    [
      'File',
      <span key="file" className="line">
        <code className="clip">{place}</code>
        <CopyButton text={place} label={`Copy ${place}`} />
      </span>,
    ],
    ['Emits', step.emitsAnything ? 'any topic' : emits.length > 0 ? <code>{emits.join(', ')}</code> : undefined],
    ['State', step.state.length > 0 ? <code>{step.state.join(', ')}</code> : undefined],
    ['Flows', step.flows.join(', ') || undefined],
    ['Memory', step.memory === null ? undefined : `${step.memory} MiB`],
    ['Timeout', step.timeout === null ? undefined : duration(step.timeout * 1000)],
    ['Retries', queue?.maxRetries === undefined ? undefined : count(queue.maxRetries, 'retry', 'retries')],
    ['Concurrency', queue?.concurrency === undefined ? undefined : `at most ${queue.concurrency}`],
    ['Environment', step.environment.length > 0 ? <code>{step.environment.join(', ')}</code> : undefined],
    ['Function', step.functionName === null ? undefined : <code>{step.functionName}</code>],
    ['So far', `${count(step.invocations, 'run')}, ${count(step.errors, 'error')}`],
  ]
  return all.filter((fact): fact is [string, ReactNode] => fact[1] !== undefined)
}
