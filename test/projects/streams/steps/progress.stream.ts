import type { StreamConfig } from 'motia'
import { z } from 'zod'

export const progressSchema = z.object({ percent: z.number(), note: z.string() })

export const config: StreamConfig = {
  name: 'progress',
  schema: progressSchema,
  baseConfig: { storageType: 'default' },
}
