import { seal, unseal } from './seal.js';

const secrets = { pepper: 'a pepper of some length', admin_token: 'an admin token of some length' };

it('opens with its passphrase alone, however that is typed', async () => {
  const file = await seal(secrets, 'schön 1');

  expect(await unseal(file, 'scho\u0308n 1')).toEqual(secrets);
  await expect(unseal(file, 'schön 2')).rejects.toThrow('the passphrase is wrong');
  for (const secret of Object.values(secrets)) expect(file.toString()).not.toContain(secret);
});

it('is never the same twice', async () => {
  expect(await seal(secrets, 'x')).not.toEqual(await seal(secrets, 'x'));
});

it.each(['salt', 'nonce', 'sealed', 'kdf'])('does not open once its %s is another one', async (field) => {
  const file = JSON.parse((await seal(secrets, 'x')).toString()) as Record<string, string>;
  const [first = ''] = file[field];
  const changed = { ...file, [field]: `${first === 'A' ? 'B' : 'A'}${file[field].slice(1)}` };

  await expect(unseal(Buffer.from(JSON.stringify(changed)), 'x')).rejects.toThrow('the passphrase is wrong');
});

it('costs no more than it should, whatever it asks for', async () => {
  const file = JSON.parse((await seal(secrets, 'x')).toString()) as Record<string, unknown>;

  await expect(unseal(Buffer.from(JSON.stringify({ ...file, n: 2 ** 30 })), 'x')).rejects.toThrow('does not know');
});
