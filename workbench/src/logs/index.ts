import '../traces/traces.css'
import './logs.css'

export { Logs as default } from './logs.tsx'
