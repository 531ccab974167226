import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import type { Hono } from 'hono'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.map': 'application/json',
  '.woff2': 'font/woff2',
}

/** Serves the built Workbench from `root`; a path that is no file is one of its views, so it gets the page. */
export function site(app: Hono, root: string, token: string): void {
  app.get('*', async (context) => {
    const file = await fileBelow(root, context.req.path)
    if (file)
      return context.body(await readFile(file), 200, {
        'content-type': types[path.extname(file)] ?? 'application/octet-stream',
      })
    if (path.extname(context.req.path)) return context.json({ error: `no file ${context.req.path}` }, 404)
    const page = await readFile(path.join(root, 'index.html'), 'utf8')
    return context.html(page.replace('__MOTIA_TOKEN__', token))
  })
}

/** The file that a URL path names, or undefined; links are followed only as long as they stay inside `root`. */
export async function fileBelow(root: string, urlPath: string): Promise<string | undefined> {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    return undefined
  }
  if (decoded.includes('\0') || decoded === '/' || decoded === '/index.html') return undefined
  const base = await realpath(root)
  const file = await realpath(path.join(base, decoded)).catch(() => undefined)
  if (!file?.startsWith(base + path.sep) || !path.extname(file)) return undefined
  return file
}
