export { exampleLayout } from './example.ts';
export { plainTypst } from './plain-typst.ts';
