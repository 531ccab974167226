import './tokens.css'
import './base.css'
import '@xyflow/react/dist/base.css'
import './parts/parts.css'
import './frame/frame.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { listen } from './api/index.ts'
import { Frame } from './frame/index.ts'
import { applyTheme } from './frame/theme.ts'

// The stream says when an answer is out of date; nothing is asked for again just because time went by.
const client = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: 1, retryDelay: 300 },
  },
})

applyTheme()
listen(client)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Frame />
    </QueryClientProvider>
  </StrictMode>,
)
