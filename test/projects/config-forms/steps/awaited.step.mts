import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const { opened } = JSON.parse(await readFile(join(import.meta.dirname, '../lib/topics.json'), 'utf8'))

export const config = { type: 'event', name: 'Awaited', subscribes: [opened], emits: [] }
export const handler = async () => {}
