import './flows.css'

export { Flows as default } from './flows.tsx'
