/** What is being done with the rows of an archive. */
export type Step = 'reading' | 'checking' | 'loading' | 'comparing';

/** How the work can be watched and ended. */
export interface Watch {
  /** Rows that are done of those that there are in this step. */
  readonly onProgress?: (step: Step, rows: number, total: number) => void;
  /** Ends the work before it is done. */
  readonly signal?: AbortSignal;
}
