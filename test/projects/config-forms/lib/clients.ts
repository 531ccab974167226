throw new Error('a client was made while reading a config')
export const client = {}
