const load = async () => ({ SEK: 11.2 })

export const rates = await load()
