import type { StepView } from '../../../cli/dev/protocol.ts'
import { useInSight } from '../keyboard/index.ts'
import { Method } from '../parts/index.ts'
import { href, Link } from '../url/index.ts'
import { apiTriggerOf } from './draft.ts'

/** Routes below the first part of their path, in the order of their paths. */
export function routesByPath(steps: readonly StepView[]): [string, StepView[]][] {
  const pathOf = (step: StepView) => apiTriggerOf(step)?.path ?? ''
  const routes = steps
    .filter((step) => apiTriggerOf(step))
    .sort((a, b) => pathOf(a).localeCompare(pathOf(b), undefined, { numeric: true }))
  return [...Map.groupBy(routes, (step) => `/${pathOf(step).split('/')[1] ?? ''}`)]
}

export function RouteList({ steps, selected }: { steps: readonly StepView[]; selected: string }) {
  const list = useInSight<HTMLDivElement>(selected)
  return (
    <nav className="pane routes" aria-label="Routes">
      <div className="scroll" ref={list}>
        {routesByPath(steps).map(([base, routes]) => (
          <section key={base}>
            {routes.length > 1 && <h2 className="route-base mono">{base}</h2>}
            <ul>
              {routes.map((step) => {
                const trigger = apiTriggerOf(step)
                if (!trigger) return null
                return (
                  <li key={step.name}>
                    <Link
                      className="route"
                      href={href('endpoints', { step: step.name })}
                      aria-current={step.name === selected ? 'page' : undefined}
                    >
                      <span className="route-line">
                        <Method method={trigger.method} />
                        <span className="mono clip" title={trigger.path}>
                          {trigger.path}
                        </span>
                      </span>
                      <span className="route-name clip">{step.name}</span>
                    </Link>
                  </li>
                )
              })}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  )
}
