export { Dialog } from './dialog.tsx'
export { useRowKeys } from './rows.ts'
export { Shortcuts } from './shortcut-list.tsx'
export { useShortcuts } from './shortcuts.ts'
