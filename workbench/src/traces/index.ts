import './traces.css'

export { Traces as default } from './traces.tsx'
