// Run by each runtime that has programs.
import { converse } from './conversation.mjs';

console.log(await converse(...globalThis.process.argv.slice(2)));
