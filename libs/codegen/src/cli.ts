import { run } from './run.js';

const { exitCode, out, errors } = await run(process.argv.slice(2), process.cwd());
for (const line of out) console.log(line);
for (const line of errors) console.error(line);
process.exitCode = exitCode;
