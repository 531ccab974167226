export { managementApi, managementPath } from './management.ts'
export { createWebSocketApis, type WebSocketApis } from './registry.ts'
export { readSelection } from './selection.ts'
