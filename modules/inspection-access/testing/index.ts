export { exampleOrder, orderPackage } from './order.ts';
export { signInAt, type Call } from './world.ts';
