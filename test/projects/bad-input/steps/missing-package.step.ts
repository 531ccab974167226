import { nothing } from 'a-package-that-is-not-installed'

export const config = { type: 'event', name: 'missing-package', subscribes: ['loop.b'], emits: ['loop.a'] }
export const handler = async () => nothing()
