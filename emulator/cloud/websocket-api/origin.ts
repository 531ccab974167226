/**
 * True when a page may open a WebSocket here. Browsers let every page connect to every address and leave it to the server
 * to look at `Origin`: without this, whatever page is open could read the streams of an app that runs on this machine.
 * API Gateway takes any origin, so a page that is served from this machine, or named in the CORS settings of the app's
 * HTTP API, is as welcome as a client that is no browser.
 */
export function mayConnect(origin: string | undefined, trusts: (origin: string) => boolean): boolean {
  return origin === undefined || isLoopback(origin) || trusts(origin)
}

function isLoopback(origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const { hostname } = new URL(origin)
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  )
}
