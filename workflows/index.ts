export { notice } from './notice';
export { submission } from './submission';
export { writeBack } from './write-back';
