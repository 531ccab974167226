export { manualClock, realClock } from './clock/index.ts'
export { plainShape } from './gateway/query.ts'
export { startServices } from './start.ts'
