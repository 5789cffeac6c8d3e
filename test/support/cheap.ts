/** Settings of a server whose password hashes cost next to nothing. */
export const CHEAP_HASHES = { DIALTONE_ARGON2: 'm=1024,t=1,p=1' } as const;
