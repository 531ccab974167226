import './queues.css'

export { Queues as default } from './queues.tsx'
