import type { LimitsAndCost } from '../../../cli/dev/protocol.ts'
import { dollars } from '../format/index.ts'

/** What a million runs of each flow cost, by service. */
export function Cost({ flows }: { flows: LimitsAndCost['perMillionRuns'] }) {
  const dearest = Math.max(0.0001, ...flows.flatMap((flow) => flow.parts.map((part) => part.usd)))
  return flows.map((flow) => (
    <section className="limits-block" key={flow.flow}>
      <h2>
        <span>
          {flow.flow} <span className="quiet">flow</span>
        </span>
        <span className="amount">{dollars(flow.usd)} a million runs</span>
      </h2>
      <table className="table cost-table">
        <tbody>
          {flow.parts.map((part) => (
            <tr key={part.what}>
              <td>{part.what}</td>
              <td>
                <span className="meter-track">
                  <span className="meter-bar" style={{ width: `${(part.usd / dearest) * 100}%` }} />
                </span>
              </td>
              <td className="number">{dollars(part.usd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  ))
}
