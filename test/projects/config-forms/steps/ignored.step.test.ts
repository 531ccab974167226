throw new Error('a test is no Step')
