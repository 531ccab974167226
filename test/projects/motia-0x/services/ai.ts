class Model {
  constructor(readonly key: string | undefined) {
    if (!key) throw new Error('OPENAI_API_KEY is not set')
  }
  async label(text: string) {
    return text.includes('refund') ? 'billing' : 'other'
  }
}

export const model = new Model(process.env.OPENAI_API_KEY)
