import { createSchema, createYoga } from 'graphql-yoga'
import { defineStep, type State } from 'motia-aws'
import type { Order } from '../orders/order.ts'

interface Context {
  readonly state: State
}

const schema = createSchema<Context>({
  typeDefs: /* GraphQL */ `
    type Query {
      order(id: ID!): Order
      orders(limit: Int = 20): [Order!]!
    }
    type Order {
      id: ID!
      customer: String!
      total: Float!
      currency: String!
      status: String!
      createdAt: String!
      risk: Risk
    }
    type Risk {
      score: Float!
      reasons: [String!]!
    }
  `,
  resolvers: {
    Query: {
      order: (_, { id }: { id: string }, { state }) => state.get<Order>(`order:${id}`),
      async orders(_, { limit }: { limit: number }, { state }) {
        const items = await state.query<Order>({ prefix: 'order:' })
        return items
          .filter(([key]) => key.split(':').length === 2)
          .map(([, order]) => order)
          .slice(0, limit)
      },
    },
    Order: {
      risk: (order: Order, _, { state }) => state.get(`order:${order.id}:risk`),
    },
  },
})

const yoga = createYoga<Context>({ schema, graphiql: false, landingPage: false, logging: false })

export default defineStep({
  type: 'api',
  method: 'POST',
  path: '/graphql',
  description: 'Orders and their risk over GraphQL.',
  flows: ['orders'],
  handler: ({ rawBody, headers, state }) =>
    yoga.fetch(
      'http://localhost/graphql',
      { method: 'POST', headers: { 'content-type': headers['content-type'] ?? 'application/json' }, body: rawBody },
      { state },
    ),
})
