export { manualClock, realClock } from './clock/index.ts'
export { startServices } from './start.ts'
