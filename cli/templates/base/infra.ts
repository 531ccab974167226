import { App, Stack } from 'aws-cdk-lib'
import { StepsApp } from 'motia-aws/cdk'

// Plain CDK: every resource that StepsApp makes can be reached and changed here, and others can stand beside it.
const stack = new Stack(new App(), '{{stack}}')
new StepsApp(stack, 'App', { entry: import.meta.dirname })
