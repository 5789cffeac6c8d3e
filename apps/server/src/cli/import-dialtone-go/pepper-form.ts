import { normalizeUsername, olderUsernames } from '@app/contract';
import type { Pepper } from '../../core/config/values.js';
import { pepperForms } from '../../core/security/pepper.js';
import { hashUsername } from '../../core/security/tokens.js';
import { Failure } from '../failure.js';
import type { GoServer } from './go-server.js';

/**
 * The pepper in the form under which somebody has that name: dialtone-go may have counted the quotes or the line end
 * around it, which settings are rid of here.
 *
 * @throws {Failure} when nobody has the name
 */
export async function findPepperForm(name: string, source: GoServer, pepper: Pepper): Promise<Pepper> {
  const names = [normalizeUsername(name), ...olderUsernames(name)];
  for (const form of pepperForms(pepper)) {
    const isFound = await source.hasName(names.map((one) => hashUsername(one, form)));
    if (isFound) return { ...pepper, value: form, asWritten: form };
  }
  throw new Failure(
    `Nobody in dialtone-go has the name ${name} under the pepper in ${pepper.from}: it is misspelt, or the pepper is another.`,
  );
}
