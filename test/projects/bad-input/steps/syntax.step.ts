export const config = {
  type: 'api'
  method: 'GET',
}
