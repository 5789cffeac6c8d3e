export const chromium: string | undefined;
export const NO_CHROMIUM: string;
