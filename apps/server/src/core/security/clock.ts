/** The current time. The only place that reads the wall clock. */
export function now(): Date {
  return new Date();
}

/** The time `seconds` from now. */
export function secondsFromNow(seconds: number): Date {
  return new Date(now().getTime() + seconds * 1000);
}
