export const stamp = (text: string) => `${text} [stamped]`
