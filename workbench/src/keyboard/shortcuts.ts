import { useEffect, useRef } from 'react'

/** By key in lower case: `j`, `g f` (one after the other), `mod+k` (Ctrl or Command), `escape`. */
export type ShortcutMap = Readonly<Record<string, () => void>>

/** Longest pause, in ms, between the keys of a sequence. */
const pause = 1200

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Binds keys while the component is shown; plain keys do nothing while somebody types. */
export function useShortcuts(shortcuts: ShortcutMap): void {
  const current = useRef(shortcuts)
  useEffect(() => {
    current.current = shortcuts
  })
  useEffect(() => {
    let first = ''
    let at = 0
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const modified = event.ctrlKey || event.metaKey
      if (event.altKey || (typing(event.target) && !modified)) return
      const name = event.key.toLowerCase()
      // Enter is a button's and a link's own.
      if (name === 'enter' && !modified && event.target !== document.body) return
      const key = modified ? `mod+${name}` : name
      const sequence = event.timeStamp - at < pause && first ? `${first} ${key}` : key
      const run = current.current[sequence] ?? current.current[key]
      first = key
      at = event.timeStamp
      if (!run) return
      first = ''
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
