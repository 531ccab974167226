/** `node server.ts <assembly> <directory>`: an emulator to be killed. */
import { startEmulator } from '../../../emulator/index.ts'

const [assembly = '', directory = ''] = process.argv.slice(2)
const cloud = await startEmulator({ assembly, directory })
process.on('message', async (wish) => {
  if (wish === 'drain') {
    // What was in flight when a consumer died becomes visible when its visibility timeout ends.
    for (let round = 0; round < 20 && waiting() > 0; round++) {
      await cloud.advance({ seconds: 31 })
      await cloud.idle()
    }
    process.send?.({
      waiting: waiting(),
      dead: cloud
        .queues()
        .filter(({ deadLetter }) => deadLetter)
        .reduce((sum, { visible }) => sum + visible, 0),
    })
  } else {
    await cloud.stop()
    process.disconnect()
  }
})
process.send?.({ url: cloud.apiUrl })

function waiting(): number {
  return cloud
    .queues()
    .reduce(
      (sum, { visible, inFlight, delayed, deadLetter }) => sum + (deadLetter ? 0 : visible + inFlight + delayed),
      0,
    )
}
