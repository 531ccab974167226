import { useSyncExternalStore } from 'react'

/** `system` follows prefers-color-scheme. */
export const themes = ['system', 'light', 'dark'] as const

export type Theme = (typeof themes)[number]

const key = 'workbench.theme'
const listeners = new Set<() => void>()

function stored(): Theme {
  const value = localStorage.getItem(key)
  return themes.find((theme) => theme === value) ?? 'system'
}

/** Puts the chosen theme on the page; called once before the first paint. */
export function applyTheme(): void {
  const theme = stored()
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** The chosen theme, and what goes on to the next. */
export function useTheme(): readonly [Theme, () => void] {
  const theme = useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, stored)
  const next = () => {
    localStorage.setItem(key, themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system')
    applyTheme()
    for (const listener of listeners) listener()
  }
  return [theme, next]
}
