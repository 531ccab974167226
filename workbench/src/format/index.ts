export * from './amount.ts'
export * from './time.ts'
