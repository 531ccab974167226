/**
 * The example as a CDK app: `npx cdk deploy` at the repository's root.
 * What is more than `new StepsApp(...)` shows what may be changed.
 */
import { App, Stack, Tags } from 'aws-cdk-lib'
import { StepsApp } from 'motia-aws/cdk'

const app = new App()
const stack = new Stack(app, 'Shop', { description: 'An order flow made of Steps' })

const shop = new StepsApp(stack, 'Shop', { entry: import.meta.dirname, alarms: true })

Tags.of(shop).add('app', shop.appName)
