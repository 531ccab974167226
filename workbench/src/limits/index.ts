import './limits.css'

export { Limits as default } from './limits.tsx'
