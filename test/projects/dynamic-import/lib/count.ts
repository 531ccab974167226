export const count = { value: 40 }
