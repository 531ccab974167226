import type { ApiRequest, ApiResponse, StateItem } from '../../../cli/dev/protocol.ts'
import { change } from './request.ts'

const segment = encodeURIComponent

export const sendRequest = (request: ApiRequest) => change<ApiResponse>('POST', '/request', request)

export const redrive = (queue: string, messageIds?: readonly string[]) =>
  change<{ moved: number }>('POST', `/queues/${segment(queue)}/redrive`, messageIds ? { messageIds } : {})

export const purge = (queue: string) => change<object>('POST', `/queues/${segment(queue)}/purge`)

export const putItem = (group: string, key: string, value: unknown, ttl: number | null) =>
  change<StateItem>('PUT', `/state/${segment(group)}/${segment(key)}`, ttl === null ? { value } : { value, ttl })

export const deleteItem = (group: string, key: string) =>
  change<object>('DELETE', `/state/${segment(group)}/${segment(key)}`)

export const changeSchedule = (name: string, action: 'run' | 'pause' | 'resume') =>
  change<object>('POST', `/schedules/${segment(name)}/${action}`)
