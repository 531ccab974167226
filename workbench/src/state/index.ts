import '../queues/queues.css'
import './state.css'

export { StateView as default } from './state.tsx'
