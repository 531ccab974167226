import { spawnSync } from 'node:child_process'

/** True on a machine whose Python cannot run Steps; says so, since what needs it is not tried then. */
export const missingPython =
  spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status !== 0
if (missingPython) console.warn('Steps of the pages in Python are not tried: no python3 of 3.10 or newer')
