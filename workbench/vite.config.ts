import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

/** The Workbench: static files in `dist/workbench`, which `motia-aws dev` serves. */
export default defineConfig({
  root,
  base: '/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../dist/workbench', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // The browsers that know light-dark(), so that both themes stay one declaration.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The page's CSP allows files of its own origin only: nothing may be inlined as a data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
})
