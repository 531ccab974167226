import type { StepView } from '../../../cli/dev/protocol.ts'
import { useStepPart } from '../api/index.ts'
import { count } from '../format/index.ts'
import { addressOf, CopyButton, triggerOf } from '../parts/index.ts'
import { href, Link } from '../url/index.ts'

export function OverviewTab({ step }: { step: StepView }) {
  const findings = useStepPart(step.name)?.findings ?? []
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
          {factsOf(step).map(({ name, value, code, copy }) => (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd className={copy ? 'line' : undefined}>
                {code ? <code className={copy ? 'clip' : undefined}>{value}</code> : value}
                {copy && <CopyButton text={value} label={`Copy ${value}`} />}
              </dd>
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

interface Fact {
  readonly name: string
  readonly value: string
  /** Names and code, set in monospace. */
  readonly code?: boolean
  readonly copy?: boolean
}

function factsOf(step: StepView): Fact[] {
  const trigger = step.triggers[0]
  const { queue } = step.infrastructure
  const emits = step.emits.map((emit) => (emit.conditional ? `${emit.topic} (conditional)` : emit.topic))
  const all: (Fact | false)[] = [
    { name: 'Starts on', value: addressOf(step), code: true },
    trigger?.type === 'cron' && { name: 'Time zone', value: trigger.timezone ?? 'UTC' },
    { name: 'File', value: `${step.file}:${step.location.line}`, code: true, copy: true },
    step.emitsAnything ? { name: 'Emits', value: 'any topic' } : listed('Emits', emits),
    listed('State', step.state),
    { name: 'Flows', value: step.flows.join(', ') || 'none' },
    step.memory !== null && { name: 'Memory', value: `${step.memory} MiB` },
    step.timeout !== null && { name: 'Timeout', value: `${step.timeout} s` },
    queue?.maxRetries !== undefined && { name: 'Retries', value: `${queue.maxRetries} after the first try` },
    queue?.concurrency !== undefined && { name: 'Concurrency', value: `at most ${queue.concurrency}` },
    listed('Environment', step.environment),
    step.functionName !== null && { name: 'Function', value: step.functionName, code: true, copy: true },
    { name: 'So far', value: `${count(step.invocations, 'run')}, ${count(step.errors, 'error')}` },
  ]
  return all.filter((fact) => fact !== false)
}

const listed = (name: string, values: readonly string[]): Fact | false =>
  values.length > 0 && { name, value: values.join(', '), code: true }
