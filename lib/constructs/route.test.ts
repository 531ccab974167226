import { expect, test } from 'vitest'
import { routePath } from './route.ts'

test.each([
  ['/', '/'],
  ['/orders', '/orders'],
  ['/orders/', '/orders'],
  ['orders/:id', '/orders/{id}'],
  ['/a/:first/b/:second_one', '/a/{first}/b/{second_one}'],
  ['/files/*', '/files/{proxy+}'],
  ['/files/:path*', '/files/{path+}'],
  ['/v1.0/~me', '/v1.0/~me'],
])('%s is the route %s', (path, route) => {
  expect(routePath(path)).toBe(route)
})
