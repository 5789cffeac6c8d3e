/** Is the process a child of `npm start`? This needs no setting, and is asked before any is read. */
export function isNpmStart(): boolean {
  return process.env.npm_lifecycle_event === 'start';
}
