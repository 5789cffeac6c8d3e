import type { CreateKeyVersionRequest } from '@dialtone/sdk';
import { sealed } from './keys.js';
import type { Person } from './people.js';

/** A new version of a channel's key, sealed by its maker for these people; the server checks neither hash nor signature. */
export function newVersion(
  channel_id: string,
  version: number,
  maker: Person,
  receivers: readonly Person[] = [maker],
): CreateKeyVersionRequest {
  return {
    channel_id,
    version,
    commitment: commitmentOf(version),
    signature: Buffer.alloc(64, version).toString('base64'),
    envelopes: receivers.map((person) => sealed(maker, person, `version ${String(version)}`)),
  };
}

export function commitmentOf(version: number): string {
  return Buffer.alloc(32, version).toString('base64');
}
