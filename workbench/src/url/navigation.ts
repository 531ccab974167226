import { useMemo, useSyncExternalStore } from 'react'
import { href, type Params, type Place, readPlace, type View } from './place.ts'

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

/** Goes to a URL of the Workbench; `replace` keeps the history short while somebody types in a filter. */
export function visit(url: string, options: { readonly replace?: boolean } = {}): void {
  if (url === location.pathname + location.search) return
  if (options.replace) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  for (const listener of listeners) listener()
}

export function go<V extends View>(view: V, params: Params<V> = {}): void {
  visit(href(view, params))
}

/** Where the page is now. */
export function usePlace(): Place {
  const url = useSyncExternalStore(subscribe, () => location.pathname + location.search)
  return useMemo(() => {
    const [path = '/', search = ''] = url.split('?')
    return readPlace(path, search)
  }, [url])
}

/** The parameters of a view, and what changes some of them; an empty or undefined value removes one. */
export function useParams<V extends View>(
  view: V,
): readonly [Params<V>, (change: Params<V>, options?: { readonly replace?: boolean }) => void] {
  const place = usePlace()
  const params = (place.view === view ? place.params : {}) as Params<V>
  const change = (next: Params<V>, options?: { readonly replace?: boolean }) =>
    visit(href(view, { ...params, ...next }), options)
  return [params, change]
}
