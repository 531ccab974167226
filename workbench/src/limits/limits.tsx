import type { LimitsAndCost } from '../../../cli/dev/protocol.ts'
import { useLimits } from '../api/index.ts'
import { dollars } from '../format/index.ts'
import { Empty, Failure } from '../parts/index.ts'
import { Cost } from './cost.tsx'

/** How near the app is to CloudFormation's limits, and what it costs. */
export function Limits() {
  const { data, error } = useLimits()
  if (error) return <Failure error={error} />
  if (!data) return null
  const idle = data.idlePerMonth.reduce((sum, part) => sum + part.usd, 0)
  return (
    <div className="view">
      <div className="toolbar">
        <h1>Limits & cost</h1>
        <span className="grow" />
        <span className="quiet small">list prices of us-east-1, {data.pricesOf}, before free tiers</span>
      </div>
      <div className="scroll limits">
        <section className="limits-block">
          <h2>Stacks</h2>
          {data.stacks.length === 0 ? (
            <Empty title="No stack yet">It appears when the app has been synthesized.</Empty>
          ) : (
            <Stacks stacks={data.stacks} />
          )}
        </section>
        <section className="limits-block">
          <h2>
            Idle <span className="amount">{dollars(idle)} a month</span>
          </h2>
          <table className="table cost-table">
            <tbody>
              {data.idlePerMonth.map((part) => (
                <tr key={part.what}>
                  <td>{part.what}</td>
                  <td className="second" title={part.note}>
                    {part.note}
                  </td>
                  <td className="number">{dollars(part.usd)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <Cost flows={data.perMillionRuns} />
      </div>
    </div>
  )
}

function Stacks({ stacks }: Pick<LimitsAndCost, 'stacks'>) {
  return (
    <table className="table stack-table">
      <thead>
        <tr>
          <th>Stack</th>
          <th>Resources</th>
          <th>Template</th>
          <th className="number">Outputs</th>
          <th className="number">Parameters</th>
        </tr>
      </thead>
      <tbody>
        {stacks.map((stack) => (
          <tr key={stack.name}>
            <td title={stack.name}>{stack.name}</td>
            <td>
              <Meter value={stack.resources} limit={stack.resourceLimit} />
            </td>
            <td>
              <Meter value={stack.templateBytes} limit={stack.templateLimit} unit=" B" />
            </td>
            <td className="number">{stack.outputs}</td>
            <td className="number">{stack.parameters}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Red only where a deployment would be refused. */
function Meter({ value, limit, unit = '' }: { value: number; limit: number; unit?: string }) {
  return (
    <span className="meter" title={`${((value / limit) * 100).toFixed(0)} %`}>
      <span className="meter-track">
        <span
          className={`meter-bar ${value > limit ? 'is-over' : ''}`}
          style={{ width: `${Math.min(100, (value / limit) * 100)}%` }}
        />
      </span>
      <span className={`meter-text ${value > limit ? 'bad' : ''}`}>
        {value.toLocaleString('en-US')} of {limit.toLocaleString('en-US')}
        {unit}
      </span>
    </span>
  )
}
