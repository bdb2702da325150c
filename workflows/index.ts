export { notice } from './notice';
export { submission } from './submission';
