/** Lets an error with one of these codes of the file system pass as undefined, and throws any other. */
export function unless(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes((error as { code?: string }).code ?? '')) throw error;
  };
}
