import type { StepView } from '../../../cli/dev/protocol.ts'
import { json } from '../format/index.ts'
import { CopyButton } from '../parts/index.ts'

/** The statements of the Step's role, exactly as deployed. */
export function PermissionsTab({ step }: { step: StepView }) {
  const statements = step.permissions.map(({ effect, actions, resources }) => ({
    Effect: effect,
    Action: actions,
    Resource: resources,
  }))
  return (
    <>
      <div className="line file-line">
        <span className="grow second">What its role may do, and nothing else</span>
        <CopyButton text={json({ Version: '2012-10-17', Statement: statements })} label="Copy as an IAM policy" />
      </div>
      {step.permissions.map((statement) => (
        <section className="section" key={json(statement)}>
          <p className={statement.effect === 'Deny' ? 'bad' : 'second'}>{statement.effect}</p>
          <ul className="mono statement">
            {statement.actions.map((action) => (
              <li key={action}>{action}</li>
            ))}
          </ul>
          <p className="quiet">on</p>
          <ul className="mono statement">
            {statement.resources.map((resource) => (
              <li key={resource}>{resource}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
