import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { visit } from './navigation.ts'

/** A link inside the Workbench: a real address, so it can be copied and opened in a tab, followed without loading. */
export function Link({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    visit(href)
  }
  return <a href={href} onClick={follow} {...rest} />
}
