/* The page of the browser tests: what they call, and what they hear back. */
import * as sdk from '@dialtone/sdk';
import * as chat from '@dialtone/sdk/chat';
import * as testing from '@dialtone/sdk/testing';
import { storeRules } from '../../../libs/sdk/test/chat-stores.js';
import { meet, prove } from './calls.js';
import { vectorProblems } from './vectors.js';

/** The rules of stores that an IndexedDB store of this browser breaks. */
async function storeProblems(passphrase?: string): Promise<string[]> {
  const problems: string[] = [];
  for (const [index, { title, check }] of storeRules.entries()) {
    const name = `rule ${index} ${passphrase ?? ''}`;
    await check(() => chat.indexedDbStore(name, { passphrase })).catch((error: unknown) =>
      problems.push(`${title}: ${String(error)}`),
    );
  }
  return problems;
}

Object.assign(globalThis, { page: { sdk, testing, vectorProblems, storeProblems, meet, prove } });
