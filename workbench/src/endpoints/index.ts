import '../traces/traces.css'
import './endpoints.css'

export { Endpoints as default } from './endpoints.tsx'
