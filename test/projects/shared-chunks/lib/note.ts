import * as z from 'zod'
import { stamp } from './stamp'

export const note = z.object({ text: z.string() })

export const noteOf = (text: string) => note.parse({ text: stamp(text) })
