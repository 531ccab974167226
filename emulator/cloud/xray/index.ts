export { createArchive, type TraceArchive } from './archive.ts'
export { startXrayDaemon, type XrayDaemon } from './daemon.ts'
export { restoredFlow, savedFlow } from './flow.ts'
export { createTraces, type TraceFilter, type Traces } from './traces.ts'
