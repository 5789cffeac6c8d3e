/** Loaded when there is a backup, or is to be one: one file for bundlers that split. */
export { Backups } from './backups.js';
export { restoreByWords, setUpWords } from './recovery-words.js';
