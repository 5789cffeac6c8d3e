// Never run: package.spec.ts has the compiler check it.
import sdk = require('@dialtone/sdk');
import e2e = require('@dialtone/sdk/crypto');

export const client: sdk.DialtoneClient = new sdk.DialtoneClient({ baseUrl: 'https://chat.example.org' });
export const code: sdk.ErrorCode = 'username_taken';
export const sealed: Promise<string> = e2e.encryptText(e2e.generateKey(), 'hello');
