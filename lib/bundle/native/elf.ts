import { closeSync, openSync, readSync } from 'node:fs'
import type { Architecture } from '../model.ts'

/** `e_machine` of the ELF header. https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
const MACHINES: Readonly<Record<number, Architecture>> = { 183: 'arm64', 62: 'x86_64' }

/** What a Linux binary is made for; undefined for other files and other processors. */
export function architectureOf(path: string): Architecture | undefined {
  const header = Buffer.alloc(20)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, header.length, 0)
  } finally {
    closeSync(file)
  }
  const isElf = header[0] === 0x7f && header.toString('latin1', 1, 4) === 'ELF'
  return isElf ? MACHINES[header.readUInt16LE(18)] : undefined
}
