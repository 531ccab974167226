import type { ApiMiddleware } from 'motia'

export const withErrors: ApiMiddleware = async (_req, ctx, next) => {
  try {
    return await next()
  } catch (error) {
    ctx.logger.error('failed', { error })
    return { status: 500, body: { error: 'failed' } }
  }
}
