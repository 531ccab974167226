import './schedules.css'

export { Schedules as default } from './schedules.tsx'
