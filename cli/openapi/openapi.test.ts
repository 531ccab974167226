import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readProject } from '../../lib/steps/index.ts'
import { openapi } from './document.ts'

const projects = join(import.meta.dirname, '..', '..', 'test', 'projects')
const info = { title: 'desk', version: '1.0.0' }

describe('the OpenAPI document', () => {
  it('holds routes, parameters, bodies and answers', async () => {
    const document = openapi(await readProject(join(projects, 'motia-0x')), info)
    expect(document).toMatchObject({ openapi: '3.1.1', info, tags: [{ name: 'support' }] })
    expect(Object.keys(document.paths)).toEqual(['/tickets/{team}'])
    expect(document.paths['/tickets/{team}']?.['post']).toMatchObject({
      operationId: 'OpenTicket',
      summary: 'Opens a ticket',
      parameters: [{ name: 'team', in: 'path', required: true }],
      requestBody: { required: true, content: { 'application/json': { schema: { required: ['title'] } } } },
      responses: { 200: { content: { 'application/json': { schema: { required: ['ticketId'] } } } } },
    })
  })

  it('says 400 where a Step of defineStep refuses, and names the rest of a path', async () => {
    const document = openapi(await readProject(join(projects, 'config-forms')), info)
    const operation = document.paths['/tickets/{id}/{proxy}']?.['put']
    expect(operation?.parameters?.map((item) => item.name)).toEqual(['id', 'proxy'])
    expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '400'])
  })
})
