/** `node server.ts <cloud assembly>`, started by the benchmark: runs the emulator and answers its questions. */
import { startEmulator } from '../../emulator/index.ts'

const cloud = await startEmulator({ assembly: process.argv[2] ?? '' })
process.on('message', async (question) => {
  if (question === 'stop') {
    await cloud.stop()
    process.disconnect()
  } else if (question === 'latencies') {
    await cloud.idle({ timeout: 60_000 })
    process.send?.(cloud.logs({ text: 'handled', limit: 10_000 }).map(({ fields }) => fields['after']))
  }
})
process.send?.({ url: cloud.apiUrl })
