/** `node server.ts <cloud assembly>`, started by the benchmark: runs the emulator and answers its questions. */
import { startEmulator } from '../../emulator/index.ts'

const cloud = await startEmulator({ assembly: process.argv[2] ?? '' })
process.on('message', async (question) => {
  if (question !== 'latencies') return
  await cloud.idle({ timeout: 60_000 })
  process.send?.(cloud.logs({ text: 'handled', limit: 10_000 }).map(({ fields }) => fields['after']))
})
process.on('disconnect', () => cloud.stop())
process.send?.({ url: cloud.apiUrl })
