export { manualClock } from './manual.ts'
export { realClock } from './real.ts'
