type Next = () => Promise<unknown>

/**
 * Middleware around a handler: each gets the handler's arguments and `next`, the first is outermost. `next` may be called
 * again to try again.
 */
export function compose<Args extends readonly unknown[]>(
  middleware: readonly ((...args: [...Args, Next]) => unknown)[],
  handler: (...args: Args) => unknown,
): (...args: Args) => unknown {
  if (middleware.length === 0) return handler
  return (...args) => {
    const from =
      (index: number): Next =>
      async () => {
        const layer = middleware[index]
        return layer ? await layer(...args, from(index + 1)) : await handler(...args)
      }
    return from(0)()
  }
}
