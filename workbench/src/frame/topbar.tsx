import { useApp } from '../api/index.ts'
import { CopyButton, Icon } from '../parts/index.ts'
import { Status } from './status.tsx'
import { useTheme } from './theme.ts'

export function Topbar({ onSearch }: { onSearch: () => void }) {
  const { data: app } = useApp()
  const [theme, nextTheme] = useTheme()
  return (
    <header className="topbar">
      {app && (
        <>
          <strong className="clip app-name">{app.name}</strong>
          <Status app={app} />
          {app.apiUrl && (
            <span className="line api-url">
              <span className="mono clip quiet">{app.apiUrl}</span>
              <CopyButton text={app.apiUrl} label="Copy the API's address" />
            </span>
          )}
        </>
      )}
      <span className="grow" />
      <button type="button" className="search-button" aria-keyshortcuts="Control+K Meta+K" onClick={onSearch}>
        <Icon name="search" size={14} />
        <span className="search-text">Search</span>
        <kbd>Ctrl K</kbd>
      </button>
      <button
        type="button"
        className="button is-icon quiet-button"
        title={`Theme: ${theme}`}
        aria-label={`Theme: ${theme}`}
        onClick={nextTheme}
      >
        <Icon name={theme === 'light' ? 'sun' : theme === 'dark' ? 'moon' : 'half'} />
      </button>
    </header>
  )
}
