import { createHmac } from 'node:crypto';
import { hashSync, type Options } from '@node-rs/argon2';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { Passwords } from '../../apps/server/src/core/security/passwords.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { PEPPER } from '../../apps/server/src/core/security/pepper.js';
import { operator, PASSWORD, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const CHEAP: Options = { memoryCost: 1024, timeCost: 1, parallelism: 1 };

const { server, alice } = useServer('alice');

const NFC = (text: string) => text.normalize('NFC');
const NFD = (text: string) => text.normalize('NFD');

async function login(username: string, password: string = PASSWORD) {
  const { publicKey: public_key } = await generateKeyPair();
  return stranger(server).auth.login({ username, password, public_key });
}

async function signUp(username: string, password: string = PASSWORD) {
  const { token: invite_token } = await operator(server).invites.create();
  const { publicKey: public_key } = await generateKeyPair();
  return stranger(server).auth.register({ username, password, public_key, invite_token });
}

/** Changes what is stored of somebody to what a server stored that took text as it came. */
async function storeAsSent(userId: string, { username, password }: { username?: string; password?: string }) {
  const { dataSource } = server.app.get(Database);
  if (username !== undefined) {
    const hash = createHmac('sha256', server.app.get<string>(PEPPER))
      .update(username.trim().toLowerCase())
      .digest('hex');
    await dataSource.query('UPDATE users SET username_hash = ? WHERE id = ?', [hash, userId]);
  }
  if (password !== undefined) {
    await dataSource.query('UPDATE users SET password_hash = ? WHERE id = ?', [hashSync(password, CHEAP), userId]);
  }
}

const taken = { status: 409, code: 'username_taken' };
const refused = { status: 401, code: 'invalid_credentials' };

describe('a name', () => {
  it('is the same however its accents are typed', async () => {
    const session = await signUp(NFD('José'));

    expect(session.username).toBe(NFC('josé'));
    expect(await login(NFC('JOSÉ'))).toMatchObject({ user_id: session.user_id, username: NFC('josé') });
    expect((await login(NFD(' josé'))).user_id).toBe(session.user_id);
    await expect(signUp(NFC('José'))).rejects.toMatchObject(taken);
    await expect(operator(server).users.create({ username: NFC('José') })).rejects.toMatchObject(taken);
  });

  it.each([
    ['decomposed', NFD('Renée')],
    ['half composed', 'Vi\u00ea\u0323t'],
  ])('that was stored as it was sent still logs in, once, and then in any form: %s', async (_form, name) => {
    const { user_id } = await signUp(`${name} 1`);
    await storeAsSent(user_id, { username: `${name} 1` });

    await expect(signUp(`${name} 1`)).rejects.toMatchObject(taken);
    await expect(login(`${name} 1`, 'wrong password 1')).rejects.toMatchObject(refused);
    expect(await login(`${name} 1`)).toMatchObject({ user_id, username: NFC(`${name} 1`.toLowerCase()) });
    expect((await login(NFC(`${name} 1`))).user_id).toBe(user_id);
    expect((await login(NFD(`${name} 1`))).user_id).toBe(user_id);
  });

  it('that was stored decomposed is found by who types it composed, and taken for them', async () => {
    const { user_id } = await signUp('Zoë');
    await storeAsSent(user_id, { username: NFD('Zoë') });
    const before = await countRows(server, 'users');

    await expect(signUp(NFC('Zoë'))).rejects.toMatchObject(taken);
    await expect(operator(server).users.create({ username: NFC('zoë') })).rejects.toMatchObject(taken);
    expect((await login(NFC('Zoë'))).user_id).toBe(user_id);

    expect(await countRows(server, 'users')).toEqual(before);
  });

  it('that two users have from before, in two forms, logs in each of them with the form of theirs', async () => {
    const [one, other] = [await signUp('noël', 'password of one 1'), await signUp('somebody', 'password of other 2')];
    await storeAsSent(other.user_id, { username: NFD('noël') });

    for (let i = 0; i < 2; i += 1) {
      expect((await login(NFC('noël'), 'password of one 1')).user_id).toBe(one.user_id);
      expect((await login(NFD('noël'), 'password of other 2')).user_id).toBe(other.user_id);
    }
    await expect(login(NFC('noël'), 'password of other 2')).rejects.toMatchObject(refused);
  });

  it('counts 2 to 20 characters in NFC', async () => {
    expect((await signUp(NFD('é'.repeat(20)))).username).toBe(NFC('é'.repeat(20)));
    await expect(signUp(NFD('é'))).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    await expect(signUp(NFD('é'.repeat(21)))).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it.each([
    ['a control character', 'ali\u0007ce'],
    ['a line break', 'ali\nce'],
    ['a zero-width space', 'ali\u200bce'],
    ['blank patterns of Braille', '\u2800\u2800\u2800'],
    ['the place of an object', 'ali\ufffcce'],
    ['a note without a head', 'ali\u{1d159}ce'],
    ['a character that is none', 'ali\uffffce'],
    ['one that Unicode does not know yet, so that its case may change', 'ali\u0378ce'],
    ['a zero-width joiner at the end', 'alice\u200d'],
    ['a word joiner', 'ali\u2060ce'],
    ['a soft hyphen', 'ali\u00adce'],
    ['an override of the direction', 'ali\u202ece'],
    ['an isolate', '\u2066alice'],
    ['a variation selector', 'alice\ufe0f'],
    ['a filler', 'ali\u3164ce'],
    ['a tag', 'alice\u{e0041}'],
    ['a line separator', 'ali\u2028ce'],
    ['a private character', 'ali\ue000ce'],
  ])('with %s is refused with 400', async (_what, username) => {
    const before = await countRows(server, 'users');

    await expect(signUp(username)).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    await expect(operator(server).users.create({ username })).rejects.toMatchObject({ status: 400 });

    expect(await countRows(server, 'users')).toEqual(before);
  });

  it('with an invisible character from before still logs in', async () => {
    const { user_id } = await signUp('from before');
    await storeAsSent(user_id, { username: 'ali\u200bce' });

    expect((await login('ALI\u200bce')).user_id).toBe(user_id);
    expect((await login('alice')).user_id).toBe(alice.session.user_id);
  });
});

describe('a password', () => {
  it('is the same however its accents and blanks are typed', async () => {
    const { user_id } = await signUp('wanda', NFD('pässwört\u00a07'));

    for (const password of [NFC('pässwört 7'), NFD('pässwört 7'), NFC('pässwört\u20007')]) {
      expect((await login('wanda', password)).user_id).toBe(user_id);
    }
    await expect(login('wanda', 'passwort 7')).rejects.toMatchObject(refused);
  });

  it('that was stored as it was sent still logs in, and then in any form', async () => {
    const password = NFD('schlüssel\u00a07');
    const { user_id } = await signUp('xenia');
    await storeAsSent(user_id, { password });

    expect((await login('xenia', password)).user_id).toBe(user_id);
    expect((await login('xenia', NFC('schlüssel 7'))).user_id).toBe(user_id);
    expect((await login('xenia', password)).user_id).toBe(user_id);
  });

  it('is changed in any form, to one that works in any form', async () => {
    const yuri = await register(server, 'yuri');
    await storeAsSent(yuri.session.user_id, { password: NFD('schlüssel 7') });

    await yuri.client.auth.changePassword({ current_password: NFD('schlüssel 7'), new_password: NFD('tür zu 88') });
    await yuri.client.auth.changePassword({ current_password: NFC('tür zu 88'), new_password: NFC('tür auf 9') });

    expect((await login('yuri', NFD('tür auf 9'))).user_id).toBe(yuri.session.user_id);
  });

  it.each([
    ['7 characters in NFC', NFD('éàüöäñ7')],
    ['a control character', 'correct\u0007horse 7'],
    ['a line break at the end', 'correct horse 7\n'],
  ])('with %s is refused with 400 as a new one', async (_what, password) => {
    await expect(signUp('zelda', password)).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    await expect(
      alice.client.auth.changePassword({ current_password: PASSWORD, new_password: password }),
    ).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('costs a stranger and somebody else the same, in every form', async () => {
    await signUp('anaïs', 'pässwört 7');
    const verify = jest.spyOn(server.app.get(Passwords), 'verify');
    const counts: number[] = [];
    for (const username of ['nobody', 'alice', NFC('anaïs'), NFC('nobodÿ'), NFD('anaïs'), NFD('nobodÿ')]) {
      verify.mockClear();
      await expect(login(username, 'wrong password 1')).rejects.toMatchObject(refused);
      counts.push(verify.mock.calls.length);
    }
    verify.mockRestore();

    expect(counts).toEqual([1, 1, 1, 1, 2, 2]);
  });
});
