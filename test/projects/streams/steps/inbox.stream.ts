import type { StreamConfig } from 'motia'
import { z } from 'zod'

export const config: StreamConfig = {
  name: 'inbox',
  schema: z.object({ text: z.string() }),
  baseConfig: { storageType: 'default' },
  canAccess: (subscription, auth: { user: string } | null) => auth?.user === subscription.groupId,
}
