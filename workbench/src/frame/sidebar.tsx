import { Icon } from '../parts/index.ts'
import { href, Link, usePlace } from '../url/index.ts'
import { useCounts } from './counts.ts'
import { viewList } from './views.ts'

export function Sidebar() {
  const place = usePlace()
  const counts = useCounts()
  return (
    <nav className="sidebar" aria-label="Views">
      <div className="brand">
        <img src="/favicon.svg" alt="" width={20} height={20} />
        <span>Workbench</span>
      </div>
      <ul>
        {viewList.map(({ view, title, key }) => {
          const count = counts[view]
          return (
            <li key={view}>
              <Link
                href={href(view)}
                className="nav"
                aria-current={place.view === view ? 'page' : undefined}
                title={count?.failing ? `${title}: ${count.failing}` : `${title} (g ${key})`}
              >
                <Icon name={view} />
                <span className="nav-title">{title}</span>
                {count?.failing && (
                  <span className="dot">
                    <span className="hidden-label">{count.failing}</span>
                  </span>
                )}
                {Boolean(count?.amount) && <span className="nav-count">{count?.amount}</span>}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
