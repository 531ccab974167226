export { Link } from './link.tsx'
export { go, useParams, usePlace, visit } from './navigation.ts'
export { href, type Params, type Place, readPlace, type View, views } from './place.ts'
