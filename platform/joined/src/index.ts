export { joinedCode } from './joined.ts';
